// Why a state would not load, in QEMU's words and with its error number.
import { StreamError } from '../bytes/errors.ts';

/** Negative errno values that QEMU's loaders return. */
export const Errno = { EPERM: -1, ENOENT: -2, EIO: -5, EINVAL: -22, ENOTSUP: -95 } as const;

/** strerror, as `load of migration failed: %s` prints it. */
export function errnoText(code: number): string {
  switch (code) {
    case Errno.EPERM:
      return 'Operation not permitted';
    case Errno.ENOENT:
      return 'No such file or directory';
    case Errno.EIO:
      return 'Input/output error';
    case Errno.EINVAL:
      return 'Invalid argument';
    case Errno.ENOTSUP:
      return 'Operation not supported';
    default:
      return `Unknown error ${-code}`;
  }
}

/** A state that will not load: `lines` are what QEMU prints, innermost first. */
export class LoadError extends StreamError {
  readonly code: number;
  readonly lines: string[];

  constructor(lines: readonly string[], code: number, offset: number) {
    super(lines[0] ?? errnoText(code), offset);
    this.name = 'LoadError';
    this.code = code;
    this.lines = [...lines];
  }
}
