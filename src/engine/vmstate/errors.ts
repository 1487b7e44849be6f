// Why a state would not load: QEMU's own lines on stderr, innermost first, its error number, and where it is.
import { errnoText } from '../bytes/errno.ts';
import { StreamError, type ShortRead } from '../bytes/errors.ts';

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

/** A failed assertion, memory that is not there, an allocation that GLib gives up on. */
export type EndSignal = 'SIGABRT' | 'SIGSEGV' | 'SIGTRAP';

/** QEMU itself ends here: what it prints, and the signal. */
export class ProgramAbort extends Error {
  readonly signal: EndSignal;
  readonly stderr: readonly string[];

  constructor(signal: EndSignal, ...stderr: readonly string[]) {
    super(stderr[0] ?? signal);
    this.name = 'ProgramAbort';
    this.signal = signal;
    this.stderr = stderr;
  }
}

/** vmstate_load_state() of QEMU 7.2 to 10.0; it has two spaces there. */
export const tooOldState = (name: string, versionId: number, oldest: number): string =>
  `${name}: incoming version_id ${versionId} is too old for local minimum version_id  ${oldest}`;

export const tooNewState = (name: string, versionId: number, local: number): string =>
  `${name}: incoming version_id ${versionId} is too new for local version_id ${local}`;
