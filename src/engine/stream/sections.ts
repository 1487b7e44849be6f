// Section types and the framing of the stream (QEMU migration/savevm.c, savevm.h): constants and writers.
import type { ByteSink } from '../bytes/writer.ts';
import { encodeUtf8 } from '../bytes/text.ts';

export const FILE_MAGIC = 0x5145564d; // "QEVM"
export const FILE_VERSION = 3;

/** QEMU_VM_* */
export const SectionType = {
  Eof: 0,
  Start: 1,
  Part: 2,
  End: 3,
  Full: 4,
  Subsection: 5,
  Description: 6,
  Configuration: 7,
  Command: 8,
  Footer: 0x7e,
} as const;

/** Names as the frame list shows them. */
export const SECTION_NAMES: Readonly<Record<number, string>> = { 1: 'START', 2: 'PART', 3: 'END', 4: 'FULL' };

/** MIG_CMD_* */
export const COMMAND_NAMES: readonly string[] = [
  'invalid',
  'open return path',
  'ping',
  'postcopy advise',
  'postcopy listen',
  'postcopy run',
  'postcopy ram discard',
  'packaged',
  'enable colo',
  'postcopy resume',
  'recv bitmap',
  'switchover start',
];
export const COMMAND_OPEN_RETURN_PATH = 1;
export const COMMAND_PING = 2;
/** What the source asks with when the return path is open. */
export const PING_VALUE = 1;
export const COMMAND_POSTCOPY_ADVISE = 3;
export const COMMAND_POSTCOPY_RUN = 5;
export const COMMAND_POSTCOPY_RAM_DISCARD = 6;
export const COMMAND_PACKAGED = 7;
export const COMMAND_RECV_BITMAP = 10;
export const COMMAND_SWITCHOVER_START = 11;

export function writeFileHeader(sink: ByteSink): void {
  sink.u32(FILE_MAGIC);
  sink.u32(FILE_VERSION);
}

/** The configuration section; capabilities are those that both sides must have alike (patch 1 adds `virtio-iterative`). */
export function writeConfiguration(sink: ByteSink, machine: string, capabilities: readonly string[]): void {
  const name = encodeUtf8(machine);
  sink.u8(SectionType.Configuration);
  sink.u32(name.length);
  sink.bytes(name);
  if (capabilities.length === 0) return;
  sink.u8(SectionType.Subsection);
  sink.counted('configuration/capabilities');
  sink.u32(1);
  sink.u32(capabilities.length);
  for (const capability of capabilities) sink.counted(capability);
}

/** Header of a START or FULL section. */
export function writeFullHeader(
  sink: ByteSink,
  type: number,
  sectionId: number,
  idstr: string,
  instanceId: number,
  versionId: number,
): void {
  sink.u8(type);
  sink.u32(sectionId);
  sink.counted(idstr);
  sink.u32(instanceId);
  sink.u32(versionId);
}

/** Header of a PART or END section. */
export function writePartHeader(sink: ByteSink, type: number, sectionId: number): void {
  sink.u8(type);
  sink.u32(sectionId);
}

export function writeFooter(sink: ByteSink, sectionId: number): void {
  sink.u8(SectionType.Footer);
  sink.u32(sectionId);
}

export function writeCommand(sink: ByteSink, command: number, data: Uint8Array = new Uint8Array(0)): void {
  sink.u8(SectionType.Command);
  sink.u16(command);
  sink.u16(data.length);
  sink.bytes(data);
}

/** EOF and the description JSON, the last bytes of a precopy stream. */
export function writeEnd(sink: ByteSink, description: string): void {
  const json = encodeUtf8(description);
  sink.u8(SectionType.Eof);
  sink.u8(SectionType.Description);
  sink.u32(json.length);
  sink.bytes(json);
}
