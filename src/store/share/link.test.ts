// Links: there and back, short enough, and every kind of damage told.
import { describe, expect, it } from 'vitest';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import { PRESETS } from '../../engine/scenario/presets.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';
import { isLink, linkOf, viewOfLink, type SharedView } from './link.ts';

const VIEW: SharedView = {
  scenario: DEFAULT_SCENARIO,
  branch: 'MAC changed',
  note: 'look at last_avail_idx',
  cursor: 1906,
  selection: [0xfa, 0xfa + 46_240],
  nic: 1,
  queue: 1,
  layout: { 'rows-wide:main:bottom/main': 773, 'rows-wide:main:bottom/bottom': 227 },
};

/** A link of any JSON text. */
async function packed(json: string): Promise<string> {
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return `#v1.${Buffer.from(bytes).toString('base64url')}`;
}

async function told(fragment: string): Promise<string> {
  const result = await viewOfLink(fragment);
  return result.ok ? 'fine' : `${result.where}: ${result.message}`;
}

describe('links', () => {
  it('give back what was shared', async () => {
    expect(await viewOfLink(await linkOf(VIEW))).toEqual({ ok: true, view: VIEW });
  });

  it('leave out what is as usual', async () => {
    const view = { ...VIEW, branch: '', note: '', cursor: 0, selection: null, nic: 0, queue: 0, layout: {} };
    expect(await viewOfLink(await linkOf(view))).toEqual({ ok: true, view });
    expect((await linkOf(view)).length).toBeLessThan((await linkOf(VIEW)).length);
  });

  const action = (at: number, given: Record<string, string | number | boolean> & { do: string }) => ({
    at,
    action: given,
  });
  const FIVE: Scenario['interventions'] = [
    action(123_456_789, { do: 'set-mac', nic: 0, mac: '52:54:00:ab:cd:ef' }),
    action(223_456_789, { do: 'bandwidth', bandwidth: 31_234_567 }),
    action(323_456_789, { do: 'flip', section: 'FULL 0000:00:03.0/virtio-net', occurrence: 1, offset: 12_345, bit: 3 }),
    action(333_456_789, {
      do: 'insert',
      section: 'START 0000:00:03.0/virtio-net-iterative',
      occurrence: 1,
      offset: 2345,
      bytes: '00ff1122334455667788',
    }),
    action(423_456_789, { do: 'features-off', nic: 0, features: 'ctrl_vq,mrg_rxbuf' }),
  ];
  const layout = {
    ...VIEW.layout,
    'columns-wide:left:stream:right/left': 283,
    'columns-wide:left:stream:right/stream': 434,
    'columns-wide:left:stream:right/right': 283,
  };

  it.each(Object.entries(PRESETS))(
    'of %s with five interventions are shorter than 2,000 characters',
    async (_, preset) => {
      const scenario = { ...preset, interventions: FIVE };
      const view = { ...VIEW, scenario, layout, note: 'look at last_avail_idx: it stands where the early copy had it' };
      const link = await linkOf(view);
      expect(link.length).toBeLessThan(2000);
      expect(await viewOfLink(link)).toEqual({ ok: true, view });
    },
  );

  it('of an app that knew no NIC show the first', async () => {
    const read = await viewOfLink(await packed(JSON.stringify({ scenario: DEFAULT_SCENARIO, queue: 2 })));
    expect(read.ok && [read.view.nic, read.view.queue]).toEqual([0, 2]);
  });

  it('are told from other fragments', () => {
    expect(isLink('#v1.abc')).toBe(true);
    expect(isLink('#stream')).toBe(false);
    expect(isLink('')).toBe(false);
  });

  it('say what is wrong with them', async () => {
    const link = await linkOf(VIEW);
    expect(await told('#v1')).toMatch(/^link: The link is damaged: it is not/);
    expect(await told(link.replace('#v1.', '#v9.'))).toMatch(/has version 9; this app reads version 1/);
    expect(await told(link.slice(0, -20))).toMatch(/does not unpack/);
    expect(await told(await packed('{"scenario":'))).toMatch(/no JSON/);
    expect(await told(await packed('{"scenario":{"version":99}}'))).toMatch(
      /^scenario\.version: The link's scenario cannot run/,
    );
    const scenario = JSON.stringify(DEFAULT_SCENARIO);
    expect(await told(await packed(`{"scenario":${scenario},"cursor":-1}`))).toMatch(/^cursor: cursor: /);
    expect(await told(await packed(`{"scenario":${scenario},"selection":[5,3]}`))).toMatch(/ends before it begins/);
  });

  it('do not unpack without bound', async () => {
    expect(await told(await packed(' '.repeat(2_000_000)))).toMatch(/does not unpack/);
  });

  it('are read whatever is cut off, without an exception', async () => {
    const link = await linkOf(VIEW);
    for (let length = 0; length < link.length; length += 7)
      expect((await viewOfLink(link.slice(0, length))).ok).toBe(false);
  });
});
