// The packets of a run: as many as the events say, and their bytes are those that stand in guest memory at the end where no
// later one has overwritten them. The file, read by the format's published layout.
import { describe, expect, it } from 'vitest';
import { EventKind } from '../capture/event-kinds.ts';
import { checkScenario } from '../scenario/check.ts';
import { DEFAULT_SCENARIO } from '../scenario/default-scenario.ts';
import { PRESETS } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RunCapture, Side } from '../capture/capture.ts';
import { runScenario } from '../migration/run.ts';
import { framesPcapng } from './frames-pcapng.ts';
import { guestFrames, type GuestFrame } from './guest-frames.ts';
import './all-platforms.ts';

const preset = (name: string): Scenario => {
  const checked = checkScenario(PRESETS[name]);
  if (!checked.ok) throw new Error(name);
  return checked.scenario;
};

const count = ({ source, destination }: RunCapture, kind: number): number =>
  [source, destination].reduce(
    (sum, { events }) => sum + events.kind.subarray(0, events.length).filter((each) => each === kind).length,
    0,
  );

/** Frames of a side whose bytes the guest's memory does not hold at the end, though nothing was written there later. */
function lost(capture: RunCapture, frames: readonly GuestFrame[], side: Side): { checked: number; wrong: number } {
  const { memory } = capture[side];
  const last = new Map(frames.filter((frame) => frame.side === side).map((frame) => [frame.address, frame]));
  let wrong = 0;
  for (const { address, bytes } of last.values()) {
    const there = memory.subarray(address, address + bytes.length);
    if (!bytes.every((byte, i) => byte === there[i])) wrong++;
  }
  return { checked: last.size, wrong };
}

describe('packets of a run', () => {
  it.each([
    ['default', DEFAULT_SCENARIO],
    ['packed rings', preset('q10-iterative-packed')],
    ['a legacy driver', preset('q10-legacy')],
    ['two NICs', preset('q10-2nics')],
    ['several queue pairs', preset('deb72-mq4')],
  ])('%s: are those that guest memory holds', (_, scenario) => {
    const capture = runScenario(scenario);
    const frames = Array.from(guestFrames(scenario, capture));
    const sent = frames.filter(({ direction }) => direction === 'tx');
    expect(sent).toHaveLength(count(capture, EventKind.DeviceTransmit));
    expect(frames.length - sent.length).toBe(count(capture, EventKind.DeviceReceive));
    for (const side of ['source', 'destination'] as const) expect(lost(capture, frames, side).wrong).toBe(0);
    expect(lost(capture, frames, 'source').checked).toBeGreaterThan(4);
    for (const { bytes, length } of frames)
      expect([bytes.length, length]).toEqual([scenario.workload.packetBytes, length]);
  });

  it('go on at the destination', () => {
    const capture = runScenario(DEFAULT_SCENARIO);
    const frames = Array.from(guestFrames(DEFAULT_SCENARIO, capture));
    expect([...new Set(frames.map(({ side, direction }) => `${side} ${direction}`))].sort()).toEqual([
      'destination rx',
      'destination tx',
      'source rx',
      'source tx',
    ]);
    expect(lost(capture, frames, 'destination').checked).toBeGreaterThan(4);
  });
});

interface Block {
  readonly type: number;
  readonly body: DataView;
}

/** Blocks by their lengths, which stand before and after the body. */
function blocksOf(file: Uint8Array): readonly Block[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const out: Block[] = [];
  for (let at = 0; at < file.length;) {
    const length = view.getUint32(at + 4, true);
    expect([length % 4, view.getUint32(at + length - 4, true)]).toEqual([0, length]);
    out.push({ type: view.getUint32(at, true), body: new DataView(file.buffer, at + 8, length - 12) });
    at += length;
  }
  return out;
}

/** Options of a block by code, from `at` on; the list ends with the block. */
function optionsOf({ body }: Block, at: number): ReadonlyMap<number, Uint8Array> {
  const out = new Map<number, Uint8Array>();
  for (;;) {
    const code = body.getUint16(at, true);
    const length = body.getUint16(at + 2, true);
    if (code === 0) {
      expect([length, at + 4]).toEqual([0, body.byteLength]);
      return out;
    }
    out.set(code, new Uint8Array(body.buffer, body.byteOffset + at + 4, length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
}

describe('as pcapng', () => {
  const capture = runScenario(DEFAULT_SCENARIO);
  const pieces = Array.from(framesPcapng(DEFAULT_SCENARIO, capture));
  const file = Uint8Array.from(pieces.flatMap((piece) => Array.from(piece)));
  const frames = Array.from(guestFrames(DEFAULT_SCENARIO, capture));
  const blocks = blocksOf(file);
  const ascii = (bytes: Uint8Array | undefined): string => String.fromCharCode(...(bytes ?? []));

  it('has a section, an interface for each side, a block for each packet', () => {
    const [section, ...rest] = blocks;
    expect(section!.type).toBe(0x0a0d0d0a);
    expect(section!.body.getUint32(0, true)).toBe(0x1a2b3c4d);
    expect([section!.body.getUint16(4, true), section!.body.getUint16(6, true)]).toEqual([1, 0]);
    expect(section!.body.getBigInt64(8, true)).toBe(-1n);
    expect(ascii(optionsOf(section!, 16).get(4))).toBe('Migrascope');
    const interfaces = rest.slice(0, 2);
    expect(interfaces.map((each) => [each.type, each.body.getUint16(0, true)])).toEqual([
      [1, 147],
      [1, 147],
    ]);
    expect(interfaces.map((each) => ascii(optionsOf(each, 8).get(2)))).toEqual(['source net0', 'destination net0']);
    expect(interfaces.map((each) => Array.from(optionsOf(each, 8).get(9)!))).toEqual([[9], [9]]);
    expect(rest.slice(2).every(({ type }) => type === 6)).toBe(true);
    expect(rest.slice(2)).toHaveLength(frames.length);
  });

  it('has the bytes, the time and the direction of each packet', () => {
    for (const [i, block] of blocks.slice(3).entries()) {
      const { body } = block;
      const { time, bytes, length, direction, side } = frames[i]!;
      expect(body.getUint32(0, true)).toBe(side === 'source' ? 0 : 1);
      expect(body.getUint32(4, true) * 4294967296 + body.getUint32(8, true)).toBe(time);
      expect([body.getUint32(12, true), body.getUint32(16, true)]).toEqual([bytes.length, length]);
      expect(Array.from(new Uint8Array(body.buffer, body.byteOffset + 20, bytes.length))).toEqual(Array.from(bytes));
      const options = optionsOf(block, 20 + Math.ceil(bytes.length / 4) * 4);
      expect(Array.from(options.get(2)!)).toEqual([direction === 'rx' ? 1 : 2, 0, 0, 0]);
      expect(ascii(options.get(1))).toMatch(
        /^[RT]X queue \d, guest address 0x[\da-f]+, event \d+ of the (source|destination)$/,
      );
    }
  });
});
