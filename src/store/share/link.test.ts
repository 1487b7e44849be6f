// Links: there and back, short enough, and every kind of damage told.
import { describe, expect, it } from 'vitest';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import { SeededRandom } from '../../engine/bytes/random.ts';
import { FEATURE_PROPERTIES } from '../../engine/devices/virtio-net-config.ts';
import { ACTIONS, MAX_INTERVENTION_TIME, parameterProblem, type ParameterSpec } from '../../engine/scenario/actions.ts';
import { PRESETS } from '../../engine/scenario/presets.ts';
import { MAX_BRANCH_NAME } from '../branches/branch-tree.ts';
import { isLink, linkOf, linkWithin, USUAL, viewOfLink, type SharedView } from './link.ts';

const VIEW: SharedView = {
  scenario: DEFAULT_SCENARIO,
  branch: 'MAC changed',
  note: 'look at last_avail_idx',
  cursor: 1906,
  selection: [0xfa, 0xfa + 46_240],
  nic: 1,
  queue: 1,
  layout: { 'rows-wide:main:bottom/main': 773, 'rows-wide:main:bottom/bottom': 227 },
  title: 'Why FULL fails',
  axis: 'time',
  lanes: ['+link', '-guest TX'],
  range: [12_300_000, 18_100_000],
  zoom: [null, [1_000_000, 20_000_000], [12_000_000, 19_000_000]],
  bookmarks: [
    { of: 'time', start: 5, end: 5, note: 'here' },
    { of: 'bytes', start: 0xfa, end: 0x131, note: 'the header' },
  ],
};

/** A link of any JSON text. */
async function packed(json: string, version = 2): Promise<string> {
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return `#v${version}.${Buffer.from(bytes).toString('base64url')}`;
}

async function told(fragment: string): Promise<string> {
  const result = await viewOfLink(fragment);
  return result.ok ? 'fine' : `${result.where}: ${result.message}`;
}

const random = new SeededRandom(2000, 5);
const among = (length: number, letters: string): string =>
  Array.from({ length }, () => letters[random.below(letters.length)]).join('');
const printable = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).join('');
const shuffled = (list: readonly string[]): readonly string[] =>
  list
    .map((name) => ({ name, by: random.u32() }))
    .sort((a, b) => a.by - b.by)
    .map(({ name }) => name);

/** The longest value of a parameter, and the least like any other. */
function longest(spec: ParameterSpec): string | number | boolean {
  const HEX = '0123456789abcdef';
  if (spec.kind === 'switch') return false;
  if (spec.kind === 'choice') return [...spec.values].sort((a, b) => b.length - a.length)[random.below(2)]!;
  if (spec.kind === 'whole') return spec.high - random.below(Math.ceil(0.3 * (spec.high - spec.low)) + 1);
  const texts: Readonly<Record<string, string>> = {
    mac: [1, 2, 3, 4, 5, 6].map(() => among(2, HEX)).join(':'),
    offloads: `0x${among(16, HEX)}`,
    section: `START ${among(40, printable)}`,
    bytes: among(80, HEX),
    features: shuffled(FEATURE_PROPERTIES).join(','),
    machine: among(64, 'abcdefghijklmnopqrstuvwxyz0123456789.-'),
  };
  const text = texts[spec.name]!;
  // None is longer: the check refuses one character more.
  expect([spec.name, parameterProblem(spec, text)]).toEqual([spec.name, null]);
  const more = spec.name === 'features' ? `${text},ctrl_vq` : `${text}0`;
  expect([spec.name, parameterProblem(spec, more)]).toEqual([spec.name, expect.any(String)]);
  return text;
}

/** For each action five of it. */
const WORST = ACTIONS.map((spec) =>
  Array.from({ length: 5 }, () => ({
    at: MAX_INTERVENTION_TIME - random.below(1e12),
    action: { do: spec.name, ...Object.fromEntries(spec.parameters.map((each) => [each.name, longest(each)])) },
  })),
);
WORST.push(['insert', 'features-off', 'machine', 'reorder', 'set-mac'].map((name, i) => worstOf(name)[i]!));

function worstOf(name: string): (typeof WORST)[number] {
  return WORST.find(([first]) => first?.action.do === name)!;
}

/** Every panel moved, a name that takes three bytes a letter, everything selected. */
const LONGEST: SharedView = {
  ...USUAL,
  scenario: DEFAULT_SCENARIO,
  nic: 1,
  branch: Array.from({ length: MAX_BRANCH_NAME }, () => String.fromCharCode(0x4e00 + random.below(0x5000))).join(''),
  cursor: 98_765_432,
  selection: [1_012_345_678, 1_098_765_432],
  queue: 8,
  layout: Object.fromEntries(
    [
      ...['wide', 'narrow', 'tiny'].flatMap((room) => ['main', 'bottom'].map((it) => `rows-${room}:main:bottom/${it}`)),
      ...['left', 'stream', 'right'].map((panel) => `columns-wide:left:stream:right/${panel}`),
      ...['stream', 'devices'].map((panel) => `columns-narrow:stream:devices/${panel}`),
    ].map((name) => [name, 100 + random.below(900)]),
  ),
};

const ZOOM = Array.from({ length: 50 }, (_, i) => [i * 1_234_567, 480_123_456 - i * 987_654] as const);
const NOTES: SharedView['bookmarks'] = [{ of: 'time', start: 5, end: 9, note: 'why is this here?' }];

describe('links', () => {
  it('give back what was shared', async () => {
    expect(await viewOfLink(await linkOf(VIEW))).toEqual({ ok: true, view: VIEW });
  });

  it('leave out what is as usual', async () => {
    const view = { ...USUAL, scenario: DEFAULT_SCENARIO };
    expect(await viewOfLink(await linkOf(view))).toEqual({ ok: true, view });
    expect((await linkOf(view)).length).toBeLessThan((await linkOf(VIEW)).length);
  });

  it('leave the bookmarks out when they would be too long with them, and say so', async () => {
    const whole = await linkOf(VIEW);
    expect(await linkWithin(VIEW, whole.length)).toEqual({ fragment: whole, held: VIEW, leftOut: [] });
    const less = await linkWithin(VIEW, whole.length - 1);
    expect(less.leftOut).toEqual(['notes and bookmarks']);
    expect(less.held).toEqual({ ...VIEW, bookmarks: [] });
    expect(await viewOfLink(less.fragment)).toEqual({ ok: true, view: { ...VIEW, bookmarks: [] } });
  });

  it.each([
    ['range', '[5,2]', 'range: range: ends before it begins'],
    ['zoom', '[[1,0]]', 'zoom.0: zoom.0: ends before it begins'],
    ['bookmarks', '[[0,4,4,""]]', 'bookmarks.0: bookmarks.0: ends before it begins'],
    ['axis', '"log"', 'axis: axis: Invalid type: Expected ("phase" | "time") but received "log"'],
  ])('with a wrong %s say so', async (key, value, message) => {
    expect(await told(await packed(`{"changes":{},"${key}":${value}}`))).toBe(message);
  });

  it.each(Object.entries(PRESETS))(
    'of %s with five of any intervention, at its longest, are shorter than 2,000 characters',
    async (_, preset) => {
      for (const acts of WORST) {
        const scenario = { ...preset, interventions: [...preset.interventions, ...acts] };
        const view = { ...LONGEST, scenario };
        const link = await linkOf(view);
        expect(link.length, acts[0]!.action.do).toBeLessThan(2000);
        expect(await viewOfLink(link)).toEqual({ ok: true, view });
        // What a person adds in words, and the timeline's view, go when they are too much.
        const more = { ...view, title: view.branch, note: view.branch.repeat(6), zoom: ZOOM, bookmarks: NOTES };
        const { fragment, held, leftOut } = await linkWithin(more, 2000);
        expect(fragment.length).toBeLessThanOrEqual(2000);
        expect(leftOut.length > 0).toBe((await linkOf(more)).length > 2000);
        expect(await viewOfLink(fragment)).toEqual({ ok: true, view: held });
        expect({ ...held, title: '', note: '', zoom: [], bookmarks: [] }).toEqual(view);
      }
    },
  );

  it('of presets are a few hundred characters', async () => {
    for (const scenario of Object.values(PRESETS))
      expect((await linkOf({ ...USUAL, scenario })).length).toBeLessThan(420);
  });

  it('of version 1 held the whole scenario, and are still read', async () => {
    const view = { ...VIEW, bookmarks: [] };
    const { scenario, ...rest } = view;
    const old = { ...scenario, version: 2, seed: 9, switches: undefined };
    const link = await packed(JSON.stringify({ scenario, ...rest }), 1);
    expect(await viewOfLink(link)).toEqual({ ok: true, view });
    const older = await viewOfLink(await packed(JSON.stringify({ scenario: old }), 1));
    expect(older).toMatchObject({ ok: true, view: { scenario: { ...DEFAULT_SCENARIO, seed: 9 } } });
  });

  it('of an app that knew no NIC show the first', async () => {
    const read = await viewOfLink(await packed(JSON.stringify({ changes: {}, queue: 2 })));
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
    expect(await told(link.replace('#v2.', '#v9.'))).toMatch(/has version 9; this app reads versions 1 to 2/);
    expect(await told(link.slice(0, -20))).toMatch(/does not unpack/);
    expect(await told(await packed('{"changes":'))).toMatch(/no JSON/);
    expect(await told(await packed('{"cursor":5}'))).toBe('link: The link is damaged: it has no changes.');
    expect(await told(await packed('{"changes":{}}', 1))).toBe('link: The link is damaged: it has no scenario.');
    expect(await told(await packed('{"changes":{"version":99}}'))).toMatch(
      /^scenario\.version: The link's scenario cannot run/,
    );
    expect(await told(await packed('{"changes":{"nics":[{"slot":3,"mac":5}]}}'))).toMatch(/^scenario\.nics\.0\.mac: /);
    expect(await told(await packed('{"changes":[]}'))).toMatch(/^scenario\.\(scenario\): .* must be an object/);
    expect(await told(await packed('{"changes":{"__proto__":{"seed":1}}}'))).toMatch(/^scenario\.__proto__: /);
    expect(await told(await packed('{"changes":{},"cursor":-1}'))).toMatch(/^cursor: cursor: /);
    expect(await told(await packed('{"changes":{},"selection":[5,3]}'))).toMatch(/ends before it begins/);
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
