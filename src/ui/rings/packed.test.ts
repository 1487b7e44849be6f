// Packed rings as the panel reads them: bits, ownership over the wrap, chains; and a run that has one.
import { describe, expect, it } from 'vitest';
import { inspect } from '../../engine/inspect/inspect.ts';
import { runScenario } from '../../engine/migration/run.ts';
import { makeRunDocument, seekStates } from '../../store/documents.ts';
import { smallScenario } from '../../testing/documents.ts';
import { nicView } from '../devices/device-view.ts';
import { packedRows } from './index-rows.ts';
import { runsOf } from './PackedRing.tsx';
import { readPackedRing } from './read-packed-ring.ts';
import { ringOf } from './ring-view.ts';

const AVAIL = 0x80;
const USED = 0x8000;
const NEXT = 1;

function ring(flags: readonly number[]) {
  const bytes = new Uint8Array(16 * flags.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of flags.entries()) {
    view.setUint16(16 * i + 12, i, true);
    view.setUint16(16 * i + 14, value, true);
  }
  return readPackedRing(bytes, 0, { num: flags.length, desc: 0, avail: 0, used: 0 })!;
}

describe('readPackedRing', () => {
  it('reads a slot', () => {
    expect(ring([0, AVAIL | NEXT]).slot(1)).toEqual({ id: 1, length: 0, flags: 0x81, avail: 1, used: 0 });
  });

  it('owns what was made available over the wrap', () => {
    // The device stands at 2 with wrap counter 1; the driver went on to 0 with counter 0, and has used 1 behind it.
    const view = ring([USED, 0, AVAIL, AVAIL]);
    expect([...view.owned({ index: 2, wrap: 1 })]).toEqual([2, 3, 0]);
    expect([...view.owned({ index: 0, wrap: 1 })]).toEqual([]);
  });

  it('takes a chain as a whole', () => {
    const view = ring([AVAIL | NEXT, AVAIL | NEXT, AVAIL, AVAIL | USED]);
    expect(view.chain(0)).toEqual([0, 1, 2]);
    expect(view.owned({ index: 0, wrap: 1 }).size).toBe(3);
  });

  it('refuses descriptors outside, and ends on chains without an end', () => {
    expect(readPackedRing(new Uint8Array(32), 0, { num: 4, desc: 0, avail: 0, used: 0 })).toBeNull();
    expect(ring([AVAIL | NEXT, AVAIL | NEXT]).owned({ index: 1, wrap: 1 }).size).toBe(2);
  });

  it('lists runs of slots for the map', () => {
    expect(runsOf(new Set([0, 1, 3]), 4)).toEqual([
      [0, 2],
      [3, 4],
    ]);
  });
});

describe('a run with packed rings', () => {
  const base = smallScenario();
  const scenario = { ...base, nics: [{ ...base.nics[0]!, packed: true, featuresOff: ['mrg_rxbuf'] }] };
  const capture = runScenario(scenario);
  const document = makeRunDocument(scenario, capture, inspect(capture.stream));

  it('has as many slots of the device as the driver has given and not got back', () => {
    seekStates(document, 0);
    const nic = nicView(document, 'source', 0);
    const found = ringOf(document, nic, 0);
    if (found?.format !== 'packed') throw new Error('no packed ring');
    const at = { index: nic.cell('used_idx', 0).value, wrap: nic.cell('used_wrap_counter', 0).value };
    expect(found.ring.owned(at).size).toBe(scenario.nics[0]!.rxBuffers);
  });

  it('has a row for each index with its wrap counter, and the flags of the next descriptor', () => {
    seekStates(document, document.timeline.heads.length - 1);
    const [own, other] = [nicView(document, 'destination', 0), nicView(document, 'source', 0)];
    const [here, there] = [ringOf(document, own, 0), ringOf(document, other, 0)];
    if (here?.format !== 'packed' || there?.format !== 'packed') throw new Error('no packed ring');
    const rows = packedRows(own, other, 0, here.ring, there.ring);
    expect(rows.map(({ name, mark, wrap }) => [name.replace(/\d+/, 'n'), mark, wrap !== null])).toEqual([
      ['last_avail_idx', 'migrated', true],
      ['shadow_avail_idx', 'recomputed', true],
      ['used_idx', 'migrated', true],
      ['inuse', 'migrated', false],
      ['signalled_used', 'none', false],
      ['desc[n].flags', 'ram', false],
    ]);
  });
});
