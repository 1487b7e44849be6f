// loadvm_process_command() (QEMU migration/savevm.c). The engine runs precopy: commands of postcopy, COLO and recovery
// come to what they come to in a QEMU whose migration is none of those.
import { Errno } from '../bytes/errno.ts';
import { QemuFileReader } from '../bytes/qemu-file-reader.ts';
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

export class CommandLoader {
  private readonly target: LoadTarget;
  private readonly stderr: string[];
  /** Loads the sections of a package. */
  private readonly inner: (file: QemuFileReader) => number;
  private returnPath = false;

  constructor(target: LoadTarget, stderr: string[], inner: (file: QemuFileReader) => number) {
    this.target = target;
    this.stderr = stderr;
    this.inner = inner;
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
      case 'POSTCOPY_RUN':
      case 'POSTCOPY_RAM_DISCARD':
        return this.say(`CMD_${name} in wrong postcopy state (0)`, Errno.EPERM);
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
    const capable = this.target.capabilities.includes('postcopy-ram');
    if (length !== (capable ? ADVISE_LENGTH : 0))
      return this.say(`CMD_POSTCOPY_ADVISE invalid length (${length})`, Errno.EINVAL);
    file.skip(length, 'advise');
    return 0;
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
    return this.inner(inner);
  }
}
