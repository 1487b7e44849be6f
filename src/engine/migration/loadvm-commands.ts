// loadvm_process_command() (QEMU migration/savevm.c), with postcopy as a machine that only waits sees it: a page that a
// load touches is fetched first, so here all of RAM comes before the package's devices. COLO and recovery come to what they
// come to in a QEMU whose migration is neither.
import { Errno } from '../bytes/errno.ts';
import { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { PAGE_SIZE } from '../ram/guest-memory.ts';
import type { LoadTarget } from './loadvm.ts';

interface Command {
  readonly name: string;
  /** Bytes after it; -1 when they vary. */
  readonly length: number;
}

/** mig_cmd_args, by number. */
const COMMANDS: readonly Command[] = [
  { name: 'INVALID', length: -1 },
  { name: 'OPEN_RETURN_PATH', length: 0 },
  { name: 'PING', length: 4 },
  { name: 'POSTCOPY_ADVISE', length: -1 },
  { name: 'POSTCOPY_LISTEN', length: 0 },
  { name: 'POSTCOPY_RUN', length: 0 },
  { name: 'POSTCOPY_RAM_DISCARD', length: -1 },
  { name: 'PACKAGED', length: 4 },
  { name: 'ENABLE_COLO', length: 0 },
  { name: 'POSTCOPY_RESUME', length: 0 },
  { name: 'RECV_BITMAP', length: -1 },
  { name: 'SWITCHOVER_START', length: 0 },
];
const SWITCHOVER_START = 11;
/** MAX_VM_CMD_PACKAGED_SIZE */
const PACKAGE_MAX = 1 << 24;
const ADVISE_LENGTH = 16;
/** Version, a name of at least one byte with its length, a NUL, one range. */
const DISCARD_LEAST = 20;
const RANGE_BYTES = 16;

/** PostcopyState, in QEMU's order: its messages carry the number. */
const Postcopy = { none: 0, advise: 1, discard: 2, listening: 3, running: 4 } as const;

/** What a loader does for its commands. */
export interface CommandTarget {
  /** Loads the sections of a package. */
  readonly inner: (file: QemuFileReader) => number;
  /** Loads what follows the package on the channel, to its end. */
  readonly rest: () => number;
}

/** LOADVM_QUIT: the sections end here, and it is no error. */
export const LOADVM_QUIT = 1;

export class CommandLoader {
  private readonly target: LoadTarget;
  private readonly stderr: string[];
  private readonly sections: CommandTarget;
  private returnPath = false;
  private postcopy: number = Postcopy.none;
  /** The thread that loads RAM ended QEMU: nobody says that the migration failed. */
  exited = false;

  constructor(target: LoadTarget, stderr: string[], sections: CommandTarget) {
    this.target = target;
    this.stderr = stderr;
    this.sections = sections;
  }

  load(file: QemuFileReader): { readonly command: number; readonly code: number } {
    const command = file.u16();
    const length = file.u16();
    return { command, code: file.error === 0 ? this.run(file, command, length) : file.error };
  }

  private say(line: string, code: number): number {
    this.stderr.push(line);
    return code;
  }

  private run(file: QemuFileReader, number: number, length: number): number {
    const command = COMMANDS[number];
    if (!command || number === 0 || (number === SWITCHOVER_START && this.target.flavour === '7.2'))
      return this.say(`MIG_CMD 0x${number.toString(16)} unknown (len 0x${length.toString(16)})`, Errno.EINVAL);
    const { name, length: wanted } = command;
    if (wanted >= 0 && wanted !== length)
      return this.say(`${name} received with bad length - expecting ${wanted}, got ${length}`, Errno.ERANGE);
    switch (name) {
      case 'OPEN_RETURN_PATH':
        if (this.returnPath) this.stderr.push('CMD_OPEN_RETURN_PATH called when RP already open');
        this.returnPath = true;
        return 0;
      case 'PING': {
        const value = file.u32();
        if (this.returnPath) return 0;
        return this.say(`CMD_PING (0x${value.toString(16)}) received with no return path`, Errno.EPERM);
      }
      case 'POSTCOPY_ADVISE':
        return this.advise(file, length);
      case 'POSTCOPY_LISTEN':
        return this.follows(name, [Postcopy.advise, Postcopy.discard], Postcopy.listening) || this.listen();
      case 'POSTCOPY_RUN':
        return this.follows(name, [Postcopy.listening], Postcopy.running) || LOADVM_QUIT;
      case 'POSTCOPY_RAM_DISCARD':
        return this.follows(name, [Postcopy.advise, Postcopy.discard], Postcopy.discard) || this.discard(file, length);
      case 'PACKAGED':
        return this.packaged(file);
      case 'POSTCOPY_RESUME':
        this.stderr.push('loadvm_postcopy_handle_resume: illegal resume received');
        return 0;
      case 'RECV_BITMAP':
        return this.say(`loadvm_handle_recv_bitmap: invalid payload length (${length})`, Errno.EINVAL);
      default:
        return 0;
    }
  }

  private advise(file: QemuFileReader, length: number): number {
    const wrong = this.follows('POSTCOPY_ADVISE', [Postcopy.none], Postcopy.advise);
    if (wrong !== 0) return wrong;
    const capable = this.target.capabilities.includes('postcopy-ram');
    if (length === 0) return capable ? this.say('RAM postcopy is enabled but have 0 byte advise', Errno.EINVAL) : 0;
    if (length !== ADVISE_LENGTH) return this.say(`CMD_POSTCOPY_ADVISE invalid length (${length})`, Errno.EINVAL);
    if (!capable) return this.say('RAM postcopy is disabled but have 16 byte advise', Errno.EINVAL);
    const page = BigInt(PAGE_SIZE);
    const summary = file.u64();
    if (summary !== page)
      return this.say(
        `Postcopy needs matching RAM page sizes (s=${summary.toString(16)} d=${page.toString(16)})`,
        Errno.EPERM,
      );
    const size = file.u64();
    return size === page
      ? 0
      : this.say(`Postcopy needs matching target page sizes (s=${BigInt.asIntN(32, size)} d=${page})`, Errno.EPERM);
  }

  /** Goes to a state; an errno when this is not the time for it. */
  private follows(name: string, from: readonly number[], to: number): number {
    if (!from.includes(this.postcopy))
      return this.say(`CMD_${name} in wrong postcopy state (${this.postcopy})`, Errno.EPERM);
    this.postcopy = to;
    return 0;
  }

  /** loadvm_postcopy_ram_handle_discard(): pages that were sent and have changed since are zero until they come again. */
  private discard(file: QemuFileReader, length: number): number {
    const invalid = (): number => this.say(`CMD_POSTCOPY_RAM_DISCARD invalid length (${length})`, Errno.EPERM);
    if (length < DISCARD_LEAST) return invalid();
    const version = file.u8();
    if (version !== 0) return this.say(`CMD_POSTCOPY_RAM_DISCARD invalid version (${version})`, Errno.EPERM);
    const name = file.counted();
    const nil = file.u8();
    if (nil !== 0) return this.say(`CMD_POSTCOPY_RAM_DISCARD missing nil (${nil})`, Errno.EPERM);
    const left = length - 3 - name.length;
    if (left < 0 || left % RANGE_BYTES !== 0) return invalid();
    for (let i = 0; i < left / RANGE_BYTES && file.error === 0; i++) {
      const start = Number(file.u64());
      const size = Number(file.u64());
      if (this.target.discard && !this.target.discard(name, start, size))
        return this.say(`ram_discard_range: Failed to find block '${name}'`, Errno.EPERM);
    }
    return 0;
  }

  private listen(): number {
    const code = this.sections.rest();
    if (code === 0) return 0;
    this.exited = true;
    return this.say(`postcopy_ram_listen_thread: loadvm failed: ${code}`, code);
  }

  /** A stream inside the stream, kept whole first. */
  private packaged(file: QemuFileReader): number {
    const length = file.u32();
    if (length > PACKAGE_MAX) return this.say(`Unreasonably large packaged state: ${length}`, Errno.EPERM);
    if (!file.has(length)) {
      const there = file.remaining;
      file.skip(length, 'package');
      return this.say(`CMD_PACKAGED: Buffer receive fail ret=${there} length=${length}`, Errno.EAGAIN);
    }
    const inner = new QemuFileReader(file.bytes, file.offset, file.offset + length);
    file.skip(length, 'package');
    return this.sections.inner(inner);
  }
}
