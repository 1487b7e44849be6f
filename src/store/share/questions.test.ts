// Every question's scenario runs, what is claimed of it holds, its link opens at the moment that shows it, and
// docs/questions.md says so with the figures of these runs.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BreakpointSearch } from '../../engine/breakpoints/search.ts';
import { runFacts, type RunFact, type RunFacts } from '../../engine/compare/run-facts.ts';
import { inspect } from '../../engine/inspect/inspect.ts';
import { runScenario } from '../../engine/migration/run.ts';
import { checkScenario } from '../../engine/scenario/check.ts';
import type { Claim, Scene } from '../../engine/scenario/question.ts';
import { QUESTIONS } from '../../engine/scenario/questions.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';
import { makeRunDocument } from '../documents.ts';
import { linkOf, USUAL, viewOfLink } from './link.ts';
import { questionsPage, type Answer } from './questions-page.ts';

const PAGE = 'docs/questions.md';

interface Run {
  readonly facts: RunFacts;
  readonly head: (at: string) => number;
}

const runs = new Map<string, Run>();

function run(scenario: Scenario): Run {
  const key = JSON.stringify(scenario);
  const known = runs.get(key);
  if (known) return known;
  const capture = runScenario(scenario);
  const inspection = inspect(capture.stream);
  const { timeline, phases } = makeRunDocument(scenario, capture, inspection);
  const space = { capture, timeline, phases, spans: inspection.spans };
  const head = (at: string): number => {
    const breakpoint = { id: 1, name: '', on: { kind: 'condition' } as const, condition: at, skip: 0, enabled: true };
    const search = new BreakpointSearch(space);
    expect(search.problem(breakpoint)).toBeNull();
    return search.hits(breakpoint)[0] ?? -1;
  };
  const made = { facts: runFacts(capture, inspection), head };
  runs.set(key, made);
  return made;
}

function valueOf(name: string, { scenario, beside }: Scene): string | number {
  const [fact, facts] = name.startsWith('beside.') ? [name.slice(7), run(beside!).facts] : [name, run(scenario).facts];
  expect(Object.keys(facts)).toContain(fact);
  return facts[fact as RunFact];
}

function check([name, is, wanted]: Claim, scene: Scene): void {
  const value = valueOf(name, scene);
  const other = typeof wanted === 'string' && wanted.startsWith('{') ? valueOf(wanted.slice(1, -1), scene) : wanted;
  const text = `${name} ${value} ${is} ${other}`;
  if (is === '<') expect(Number(value), text).toBeLessThan(Number(other));
  else if (is === '>') expect(Number(value), text).toBeGreaterThan(Number(other));
  else if (is === '=') expect(value, text).toBe(other);
  else expect(String(value).startsWith(String(other)), text).toBe(true);
}

async function answer(scene: Scene): Promise<Answer> {
  const { scenario, beside, sees } = scene;
  const link = await linkOf({ ...USUAL, scenario, cursor: run(scenario).head(scene.at) });
  const besideLink =
    beside && (await linkOf({ ...USUAL, scenario: beside, cursor: Math.max(0, run(beside).head(scene.at)) }));
  const filled = sees.replace(/\{([a-zA-Z.]+)\}/g, (_, name: string) => textOf(valueOf(name, scene)));
  return { link, besideLink, sees: filled };
}

const textOf = (value: string | number): string =>
  typeof value === 'number' ? String(value).replace(/\B(?=(\d{3})+$)/g, ',') : value;

const SCENES = QUESTIONS.flatMap(({ number, scene }) => (scene ? [[number, scene] as const] : []));

it('are the thirty-three, each with a scene or a reason', () => {
  expect(QUESTIONS.map(({ number }) => number)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1));
  for (const { scene, why } of QUESTIONS) expect((scene === undefined) !== (why === undefined)).toBe(true);
});

describe.each(SCENES)('question %i', (_, scene) => {
  it('is a scenario that is fine, and says what it says', () => {
    for (const scenario of [scene.scenario, ...(scene.beside ? [scene.beside] : [])])
      expect(checkScenario(JSON.parse(JSON.stringify(scenario))).ok).toBe(true);
    for (const claim of scene.claims) check(claim, scene);
  });

  it('has a link that opens at its event', async () => {
    const head = run(scene.scenario).head(scene.at);
    expect(head).toBeGreaterThanOrEqual(0);
    const { link } = await answer(scene);
    expect(link.length).toBeLessThan(2000);
    expect(await viewOfLink(link)).toMatchObject({ ok: true, view: { scenario: scene.scenario, cursor: head } });
  });
});

/** The page with each link as what it holds: how zlib packs it differs between versions. */
async function unpacked(page: string): Promise<string> {
  let text = page;
  for (const link of new Set(page.match(/#v2\.[A-Za-z0-9_-]+/g)))
    text = text.replaceAll(link, JSON.stringify(await viewOfLink(link)));
  return text;
}

it(`${PAGE} is of these runs (else make it anew: MIGRASCOPE_WRITE_DOCS=1 npx vitest run questions)`, async () => {
  const answers = new Map(await Promise.all(SCENES.map(async ([n, scene]) => [n, await answer(scene)] as const)));
  const page = questionsPage(QUESTIONS, answers);
  if (process.env.MIGRASCOPE_WRITE_DOCS) writeFileSync(PAGE, page);
  expect(await unpacked(readFileSync(PAGE, 'utf8'))).toBe(await unpacked(page));
});
