// Documents for tests of the store and of the panels: a small run and a captured file, made once per process.
import { inspect } from '../engine/inspect/inspect.ts';
import { runScenario } from '../engine/migration/run.ts';
import type { Intervention } from '../engine/scenario/action-groups.ts';
import { DEFAULT_SCENARIO } from '../engine/scenario/default-scenario.ts';
import type { Scenario, Strategy } from '../engine/scenario/scenario.ts';
import { makeFileDocument, makeRunDocument, type FileDocument, type RunDocument } from '../store/documents.ts';
import { fixtureStream } from './fixtures.ts';

/** The default scenario with a link that needs fewer iterations. */
export function smallScenario(strategy: Strategy = 'iterative'): Scenario {
  return { ...DEFAULT_SCENARIO, strategy, machine: { ...DEFAULT_SCENARIO.machine, memoryMiB: 8, filledPerMille: 100 } };
}

export function runDocument(
  strategy: Strategy = 'iterative',
  interventions: readonly Intervention[] = [],
): RunDocument {
  const scenario = { ...smallScenario(strategy), interventions };
  const capture = runScenario(scenario);
  return makeRunDocument(scenario, capture, inspect(capture.stream));
}

export function fileDocument(name = 'q10-iterative-change'): FileDocument & { readonly stream: Uint8Array } {
  const stream = fixtureStream(name);
  return { ...makeFileDocument(`${name}.bin`, stream.length, stream, inspect(stream)), stream };
}
