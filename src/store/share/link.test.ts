// Links: there and back, short enough, and every kind of damage told.
import { describe, expect, it } from 'vitest';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import { isLink, linkOf, viewOfLink, type SharedView } from './link.ts';

const VIEW: SharedView = {
  scenario: DEFAULT_SCENARIO,
  branch: 'MAC changed',
  note: 'look at last_avail_idx',
  cursor: 1906,
  selection: [0xfa, 0xfa + 46_240],
  queue: 1,
  layout: { stream: 430 },
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
    const view = { ...VIEW, branch: '', note: '', cursor: 0, selection: null, queue: 0, layout: {} };
    expect(await viewOfLink(await linkOf(view))).toEqual({ ok: true, view });
    expect((await linkOf(view)).length).toBeLessThan((await linkOf(VIEW)).length);
  });

  it('are shorter than 2,000 characters', async () => {
    expect((await linkOf(VIEW)).length).toBeLessThan(2000);
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
