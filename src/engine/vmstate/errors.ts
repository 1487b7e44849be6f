// Why a state would not load: QEMU's own lines on stderr, innermost first, its error number, and where it is.
import { StreamError, type ShortRead } from '../bytes/errors.ts';

/** errno values that QEMU's loaders return, negated as there. */
export const Errno = { EPERM: -1, ENOENT: -2, EIO: -5, EINVAL: -22, ENOTSUP: -95 } as const;

const TEXTS: Readonly<Record<number, string>> = {
  [Errno.EPERM]: 'Operation not permitted',
  [Errno.ENOENT]: 'No such file or directory',
  [Errno.EIO]: 'Input/output error',
  [Errno.EINVAL]: 'Invalid argument',
  [Errno.ENOTSUP]: 'Operation not supported',
};

/** What strerror says, as in `load of migration failed: Invalid argument`. */
export function errnoText(code: number): string {
  return TEXTS[code] ?? `Unknown error ${-code}`;
}

/** A state that is refused. */
export class LoadError extends StreamError {
  readonly code: number;
  /** Lines that QEMU prints, the field's own first, then `Failed to load VMSTATE:FIELD` from the inside out. */
  readonly lines: string[];
  /** Names and indices from the outermost structure to the field. */
  readonly path: string[] = [];
  /** The bytes ended inside the field. */
  short: ShortRead | null = null;

  /** `detail` is for people; without it the first line, or the error number's text. */
  constructor(lines: readonly string[], code: number, offset: number, detail: string = lines[0] ?? errnoText(code)) {
    super(detail, offset);
    this.name = 'LoadError';
    this.code = code;
    this.lines = [...lines];
  }
}
