// Damage to the stream on its way: bits flipped, bytes dropped, inserted, swapped, the end cut off. Places are offsets in
// what the source writes, or offsets in a named section; they take effect when those bytes pass.
import type { Action } from '../scenario/action-groups.ts';

/** What happened to the bytes at a place: for the event. */
export interface FaultDone {
  /** Offset in the stream as it goes over the wire. */
  readonly offset: number;
  readonly removed: number;
  readonly inserted: number;
}

interface Edit {
  readonly kind: string;
  readonly start: number;
  /** First byte behind what the edit takes; equal to `start` for an insertion, Infinity for a cut. */
  readonly end: number;
  readonly bit: number;
  readonly bytes: Uint8Array;
}

interface Waiting {
  readonly section: string;
  readonly occurrence: number;
  readonly offset: number;
  readonly action: Action;
}

const NOTHING = new Uint8Array(0);

export class StreamFaults {
  /** The stream was cut: nothing more goes out. */
  cut = false;
  private edits: Edit[] = [];
  private readonly all: Edit[] = [];
  private readonly waiting: Waiting[] = [];
  /** Start offsets of the sections written so far, by `TYPE idstr`. */
  private readonly sections = new Map<string, number[]>();
  private held: Uint8Array[] = [];

  /** Takes an action in; `sent` bytes have left already. False when its place has passed. */
  add(action: Action, sent: number): boolean {
    const offset = Number(action.offset);
    const section = String(action.section);
    if (section === '') return this.place(action, offset, sent);
    const occurrence = Number(action.occurrence);
    const start = this.sections.get(section)?.[occurrence - 1];
    if (start !== undefined) return this.place(action, start + offset, sent);
    this.waiting.push({ section, occurrence, offset, action });
    return true;
  }

  /** A section begins at `start`: places in it are known now. */
  sectionStarts(name: string, start: number): void {
    const starts = this.sections.get(name) ?? [];
    starts.push(start);
    this.sections.set(name, starts);
    for (let i = this.waiting.length - 1; i >= 0; i--) {
      const { section, occurrence, offset, action } = this.waiting[i]!;
      if (section !== name || occurrence !== starts.length) continue;
      this.waiting.splice(i, 1);
      this.place(action, start + offset, start);
    }
  }

  /** Actions whose section never came. */
  get neverReached(): number {
    return this.waiting.length + this.edits.length;
  }

  /** Offset on the wire of the byte that the source writes at `offset`. */
  wire(offset: number): number {
    let at = offset;
    for (const { kind, start, end, bytes } of this.all) {
      if (kind === 'insert' && start <= offset) at += bytes.length;
      else if (kind === 'drop' && start < offset) at -= Math.min(end, offset) - start;
    }
    return at;
  }

  /** Bytes [offset, offset + length) of the source as they go out; `done` is told of every edit that took effect. */
  pass(packet: Uint8Array, length: number, offset: number, done: (fault: FaultDone) => void): Uint8Array {
    if (this.cut) return NOTHING;
    const first = this.edits[0];
    if (!first || first.start >= offset + length) return packet.subarray(0, length);
    const out: Uint8Array[] = [];
    for (let i = 0; i < length;) {
      const edit = this.edits[0];
      const at = offset + i;
      const until = Math.min(length, (edit?.start ?? Infinity) - offset);
      if (until > i) {
        out.push(packet.slice(i, until));
        i = until;
        continue;
      }
      const taken = this.apply(
        edit!,
        packet.subarray(i, Math.min(length, edit!.end - offset)),
        packet[i]!,
        at,
        out,
        done,
      );
      if (taken < 0) break;
      i += taken;
    }
    return joined(out);
  }

  /** Applies the edit that stands at `at`; answers how many bytes of the packet it has taken, -1 when it ends. */
  private apply(
    edit: Edit,
    taken: Uint8Array,
    byte: number,
    at: number,
    out: Uint8Array[],
    done: (fault: FaultDone) => void,
  ): number {
    const finish = (removed: number, inserted: number): void => {
      this.edits.shift();
      done({ offset: this.wire(edit.start), removed, inserted });
    };
    switch (edit.kind) {
      case 'flip':
        out.push(Uint8Array.of(byte ^ (1 << edit.bit)));
        finish(1, 1);
        return 1;
      case 'insert':
        out.push(edit.bytes);
        this.edits.shift();
        done({ offset: this.wire(edit.start) - edit.bytes.length, removed: 0, inserted: edit.bytes.length });
        return 0;
      case 'drop':
        if (at + taken.length >= edit.end) finish(edit.end - edit.start, 0);
        return taken.length;
      case 'truncate':
        this.cut = true;
        finish(0, 0);
        return -1;
      default: {
        this.held.push(taken.slice());
        if (at + taken.length < edit.end) return taken.length;
        const both = joined(this.held);
        this.held = [];
        const half = both.length / 2;
        out.push(both.subarray(half), both.subarray(0, half));
        finish(both.length, both.length);
        return taken.length;
      }
    }
  }

  private place(action: Action, start: number, sent: number): boolean {
    const last = this.edits.at(-1)?.end ?? 0;
    const length = Number(action.length ?? 1);
    const span: Readonly<Record<string, number>> = {
      flip: 1,
      insert: 0,
      drop: length,
      reorder: 2 * length,
      truncate: Infinity,
    };
    const edit: Edit = {
      kind: action.do,
      start,
      end: start + span[action.do]!,
      bit: Number(action.bit ?? 0),
      bytes: action.do === 'insert' ? fromHex(String(action.bytes)) : NOTHING,
    };
    const overlaps = this.edits.some((other) => other.start < edit.end && edit.start < other.end);
    if (start < sent || (overlaps && last > 0)) return false;
    this.edits = [...this.edits, edit].sort((a, b) => a.start - b.start);
    this.all.push(edit);
    return true;
  }
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
