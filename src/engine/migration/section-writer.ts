// Sections as the source writes them: header, payload, footer, and the events that say so.
import { EventKind } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import { SECTION_NAMES, writeFooter, writeFullHeader, writePartHeader } from '../stream/sections.ts';
import type { StreamFaults } from './faults.ts';
import type { QemuFile } from './qemu-file.ts';

export class SectionWriter {
  private readonly file: QemuFile;
  private readonly recorder: Recorder;
  private readonly faults: StreamFaults;
  private readonly spend: () => void;

  /** `spend` lets the time of one section's frame pass. */
  constructor(file: QemuFile, recorder: Recorder, faults: StreamFaults, spend: () => void) {
    this.file = file;
    this.recorder = recorder;
    this.faults = faults;
    this.spend = spend;
  }

  /** START or FULL: with name, instance and version. */
  full(type: number, id: number, idstr: string, instanceId: number, versionId: number, body: () => void): void {
    this.write(type, id, idstr, () => writeFullHeader(this.file, type, id, idstr, instanceId, versionId), body);
  }

  /** PART or END. */
  part(type: number, id: number, idstr: string, body: () => void): void {
    this.write(type, id, idstr, () => writePartHeader(this.file, type, id), body);
  }

  private write(type: number, id: number, idstr: string, open: () => void, body: () => void): void {
    const { file, recorder } = this;
    const start = file.offset;
    this.faults.sectionStarts(`${SECTION_NAMES[type]} ${idstr}`, start);
    recorder.event(EventKind.SectionSaveStart, id, file.place, type, recorder.names.id(idstr));
    open();
    body();
    writeFooter(file, id);
    this.spend();
    recorder.event(EventKind.SectionSaveEnd, id, file.place, type, file.offset - start);
  }
}
