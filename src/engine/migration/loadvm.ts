// qemu_loadvm_state() (QEMU migration/savevm.c): header, configuration, sections with their footers, commands, the end and
// the description, with QEMU's checks in its order and words. What a section loads is its handler's; time, cost and events
// are the caller's, by hooks.
import { Errno, errnoText } from '../bytes/errno.ts';
import type { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { cString, hex } from '../bytes/text.ts';
import type { QemuFlavour } from '../devices/virtio-net-config.ts';
import type { LoadConsole } from '../devices/virtio-net-load-rings.ts';
import { configurationVmstate, type ConfigurationWire } from '../stream/configuration.ts';
import { FILE_MAGIC, FILE_VERSION, SectionType } from '../stream/sections.ts';
import { LoadError, ProgramAbort, type EndSignal } from '../vmstate/errors.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { checkCapabilities, isKnownCapability } from './capabilities.ts';
import { loadingState, machineDiffers, missingFooter, unknownSection, unsupportedVersion } from './load-words.ts';
import { CommandLoader, LOADVM_QUIT } from './loadvm-commands.ts';

/** A registered handler: what a section's idstr and instance stand for here. */
export interface LoadHandler {
  readonly idstr: string;
  readonly instanceId: number;
  readonly versionId: number;
  /** Loads one payload; 0 or a negative errno. Lines go to the console. */
  load(file: QemuFileReader, versionId: number, type: number, sectionId: number): number;
}

/** The machine that waits. */
export interface LoadTarget {
  readonly flavour: QemuFlavour;
  /** Versioned machine type. */
  readonly machine: string;
  /** Migration capabilities that are on. */
  readonly capabilities: readonly string[];
  /** Those that it does not know though others of its flavour do. */
  readonly lacks?: readonly string[];
  /** Whether a configuration section and footers are expected (`send-configuration`, `send-section-footer`). */
  readonly configuration?: boolean;
  readonly footers?: boolean;
  find(idstr: string, instanceId: number): LoadHandler | undefined;
  /** Bytes of a block are zero again; false when there is no such block. */
  discard?(idstr: string, start: number, length: number): boolean;
}

export interface LoadHooks {
  headerLoaded?(offset: number): void;
  sectionStart?(type: number, sectionId: number, start: number, handler: LoadHandler): void;
  sectionEnd?(type: number, sectionId: number, end: number, handler: LoadHandler): void;
  commandLoaded?(command: number, start: number): void;
  ended?(offset: number): void;
}

export interface LoadOutcome {
  readonly outcome: 'completed' | 'failed';
  /** Where reading stood when it failed, or the end. */
  readonly offset: number;
  /** The first line that says why, or the error number's text. */
  readonly reason: string;
  /** QEMU ended by this signal. */
  readonly signal: EndSignal | null;
  /** Whether the process ended on the spot, without a last word to the source. */
  readonly dies: boolean;
}

/** Loads a whole stream; the console gets QEMU's lines. */
export function loadvm(
  file: QemuFileReader,
  target: LoadTarget,
  console: LoadConsole,
  hooks: LoadHooks = {},
): LoadOutcome {
  return new Loader(file, target, console, hooks).run();
}

class Loader {
  private readonly file: QemuFileReader;
  private readonly target: LoadTarget;
  private readonly console: LoadConsole;
  private readonly hooks: LoadHooks;
  private readonly commands: CommandLoader;
  private readonly started = new Map<number, { handler: LoadHandler; versionId: number }>();

  constructor(file: QemuFileReader, target: LoadTarget, console: LoadConsole, hooks: LoadHooks) {
    this.file = file;
    this.target = target;
    this.console = console;
    this.hooks = hooks;
    this.commands = new CommandLoader(target, console.stderr, {
      inner: (inner) => this.sections(inner),
      rest: () => this.sections(this.file),
    });
  }

  run(): LoadOutcome {
    const { file, console } = this;
    const before = console.stderr.length;
    try {
      const code = this.load();
      if (code === 0) return { outcome: 'completed', offset: file.offset, reason: '', signal: null, dies: false };
      const reason = console.stderr[before] ?? errnoText(code);
      if (!this.commands.exited) console.stderr.push(`load of migration failed: ${errnoText(code)}`);
      return { outcome: 'failed', offset: file.offset, reason, signal: null, dies: this.commands.exited };
    } catch (error) {
      if (!(error instanceof ProgramAbort)) throw error;
      console.stderr.push(...error.stderr);
      return { outcome: 'failed', offset: file.offset, reason: error.message, signal: error.signal, dies: true };
    }
  }

  private say(line: string, code: number = Errno.EINVAL): number {
    this.console.stderr.push(line);
    return code;
  }

  private load(): number {
    const { file } = this;
    const header = this.header();
    if (header !== 0) return header;
    this.hooks.headerLoaded?.(file.offset);
    const code = this.sections(file);
    if (code < 0) return code;
    if (file.error !== 0) return file.error;
    // After postcopy nobody looks for a description.
    if (code !== LOADVM_QUIT) this.description();
    this.hooks.ended?.(file.offset);
    return 0;
  }

  /** qemu_loadvm_state_header() */
  private header(): number {
    const { file } = this;
    if (file.u32() !== FILE_MAGIC) return this.say('Not a migration stream');
    const version = file.u32();
    if (version === 2) return this.say("SaveVM v2 format is obsolete and don't work anymore", Errno.ENOTSUP);
    if (version !== FILE_VERSION) return this.say('Unsupported migration stream version', Errno.ENOTSUP);
    if (this.target.configuration === false) return 0;
    if (file.u8() !== SectionType.Configuration) return this.say('Configuration section missing');
    try {
      const wire = loadVmstate(configurationVmstate, 1, file, {
        failed: () => file.error !== 0,
        check: (name, own, _, at) => {
          if (name === 'configuration.name') this.allocate(own.len as number);
          if (name === 'configuration.capability') this.capability(own.value as string, at.offset);
        },
      });
      return this.configuration(wire as ConfigurationWire);
    } catch (error) {
      if (!(error instanceof LoadError)) throw error;
      this.console.stderr.push(...error.lines);
      file.setError(error.code);
      return error.code;
    }
  }

  /** The name's length is an int to whoever allocates: a negative one asks GLib for more than there is. */
  private allocate(length: number): void {
    if (length < 0x80000000) return;
    const bytes = BigInt.asUintN(64, BigInt(length | 0));
    throw new ProgramAbort('SIGTRAP', `GLib: ../../../glib/gmem.c:136: failed to allocate ${bytes} bytes`);
  }

  private capability(name: string, offset: number): void {
    const { flavour, lacks } = this.target;
    if (isKnownCapability(flavour, name) && lacks?.includes(name) !== true) return;
    throw new LoadError([`Received unknown capability ${name}`], Errno.EINVAL, offset);
  }

  /** configuration_post_load(): only as many characters of the names are compared as were received. */
  private configuration(wire: ConfigurationWire): number {
    const { machine, flavour, capabilities, lacks } = this.target;
    const nul = wire.name.indexOf('\0');
    if (nul < 0 ? !machine.startsWith(wire.name) : wire.name.slice(0, nul) !== machine)
      return this.say(machineDiffers(cString(wire.name), machine));
    const bits = wire.targetPageBits?.targetPageBits ?? 12;
    if (bits !== 12) return this.say(`Received TARGET_PAGE_BITS is ${bits} but local is 12`);
    const lines = checkCapabilities(flavour, capabilities, wire.capabilities?.capabilities ?? [], lacks);
    this.console.stderr.push(...lines);
    return lines.length > 0 ? Errno.EINVAL : 0;
  }

  /** qemu_loadvm_state_main() */
  private sections(file: QemuFileReader): number {
    for (;;) {
      const start = file.offset;
      const type = file.u8();
      if (file.error !== 0) return file.error;
      const code = this.section(file, type, start);
      if (code === null) return 0;
      if (code === LOADVM_QUIT) return code;
      if (code !== 0) {
        file.setError(code);
        return code;
      }
    }
  }

  private section(file: QemuFileReader, type: number, start: number): number | null {
    switch (type) {
      case SectionType.Eof:
        return null;
      case SectionType.Start:
      case SectionType.Full:
        return this.sectionStartFull(file, type, start);
      case SectionType.Part:
      case SectionType.End:
        return this.sectionPartEnd(file, type, start);
      case SectionType.Command: {
        const { command, code } = this.commands.load(file);
        if (code >= 0) this.hooks.commandLoaded?.(command, start);
        return code;
      }
      default:
        return this.say(`Unknown savevm section type ${type}`);
    }
  }

  private sectionStartFull(file: QemuFileReader, type: number, start: number): number {
    const sectionId = file.u32();
    const length = file.u8();
    const idstr = cString(file.text(length));
    const error = (): number => file.error;
    if (length === 0 || error() !== 0) return this.say(`Unable to read ID string for section ${sectionId}`);
    const instanceId = file.u32();
    const versionId = file.u32();
    if (error() !== 0)
      return this.say(`qemu_loadvm_section_start_full: Failed to read instance/version ID: ${error()}`, error());
    const handler = this.target.find(idstr, instanceId);
    if (!handler) return this.say(unknownSection(idstr, instanceId));
    if (versionId > handler.versionId) return this.say(unsupportedVersion(versionId, idstr, handler.versionId));
    this.started.set(sectionId, { handler, versionId });
    this.hooks.sectionStart?.(type, sectionId, start, handler);
    const code = handler.load(file, versionId, type, sectionId);
    if (code < 0) return this.say(loadingState(idstr, instanceId), code);
    return this.footer(file, type, sectionId, handler);
  }

  private sectionPartEnd(file: QemuFileReader, type: number, start: number): number {
    const sectionId = file.u32();
    if (file.error !== 0)
      return this.say(`qemu_loadvm_section_part_end: Failed to read section ID: ${file.error}`, file.error);
    const entry = this.started.get(sectionId);
    if (!entry) return this.say(`Unknown savevm section ${sectionId | 0}`);
    const { handler, versionId } = entry;
    this.hooks.sectionStart?.(type, sectionId, start, handler);
    const code = handler.load(file, versionId, type, sectionId);
    if (code < 0) return this.say(`error while loading state section id ${sectionId | 0}(${handler.idstr})`, code);
    return this.footer(file, type, sectionId, handler);
  }

  /** check_section_footer() */
  private footer(file: QemuFileReader, type: number, sectionId: number, handler: LoadHandler): number {
    if (this.target.footers === false) {
      this.hooks.sectionEnd?.(type, sectionId, file.offset, handler);
      return 0;
    }
    const mark = file.u8();
    if (file.error !== 0) return this.say(`check_section_footer: Read section footer failed: ${file.error}`);
    if (mark !== SectionType.Footer) return this.say(missingFooter(handler.idstr));
    const id = file.u32();
    if (id !== sectionId)
      return this.say(
        `Mismatched section id in footer for ${handler.idstr} - read ${hex(id)} expected ${hex(sectionId)}`,
      );
    this.hooks.sectionEnd?.(type, sectionId, file.offset, handler);
    return 0;
  }

  /** Read only to get it out of the way; without one QEMU says so and goes on. */
  private description(): void {
    const { file } = this;
    const type = file.peekU8();
    if (type !== SectionType.Description) {
      this.say(`Expected vmdescription section, but got ${type}`);
      return;
    }
    file.skip(1);
    file.skip(file.u32(), 'description');
  }
}
