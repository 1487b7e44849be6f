// Branches through the store, over runs that are really made.
import { describe, expect, it } from 'vitest';
import { EventKind } from '../../engine/capture/event-kinds.ts';
import { inspect } from '../../engine/inspect/inspect.ts';
import { runScenario } from '../../engine/migration/run.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';
import { smallScenario } from '../../testing/documents.ts';
import { fakeSession } from '../../testing/fake-session.ts';
import { createAppStore, type AppStore } from '../app-store.ts';
import { headEvent, makeRunDocument, type RunDocument } from '../documents.ts';
import type { Session } from '../session-types.ts';
import { branchRows, currentBranch } from './branch-tree.ts';
import { beginsAlike } from './same-place.ts';
import { withIntervention } from './branch-slice.ts';

function session(isBroken: (scenario: Scenario) => boolean = () => false): Session {
  return fakeSession({
    run: (scenario) => {
      if (isBroken(scenario)) return Promise.reject(new Error('cannot run'));
      const capture = runScenario(scenario);
      return Promise.resolve(makeRunDocument(scenario, capture, inspect(capture.stream)));
    },
    describe: (error) => ({ title: String(error), where: 'here', advice: 'try' }),
  });
}

async function open(isBroken?: (scenario: Scenario) => boolean): Promise<AppStore> {
  const store = createAppStore(session(isBroken));
  await store.getState().run(smallScenario());
  return store;
}

const shown = (store: AppStore): RunDocument => {
  const { document } = store.getState();
  if (document?.kind !== 'run') throw new Error('no run is open');
  return document;
};
const names = (store: AppStore): string[] =>
  branchRows(store.getState().branches.present).map(({ branch, depth }) => '-'.repeat(depth) + branch.name);
const current = (store: AppStore): string => currentBranch(store.getState().branches.present).name;

describe('intervene', () => {
  it('makes a branch that is shown at the same event, with the same bytes before it', async () => {
    const store = await open();
    const old = shown(store);
    store.getState().moveTo(400);
    const { time } = store.getState();
    const event = headEvent(old, 400);
    expect(await store.getState().intervene({ do: 'bandwidth', bandwidth: 20_000_000 }, 'slower')).toBe(true);
    expect(names(store)).toEqual(['main', '-slower']);
    expect(current(store)).toBe('slower');
    const now = shown(store);
    expect(store.getState().scenario.interventions).toEqual([
      { at: Math.floor(time) + 1, action: { do: 'bandwidth', bandwidth: 20_000_000 } },
    ]);
    expect(headEvent(now, store.getState().cursor)).toEqual(event);
    expect(store.getState().time).toBe(time);
    const sent = old.frames.filter(({ sent: at }) => at >= 0 && at < time);
    const end = sent.at(-1)!.start;
    expect(end).toBeGreaterThan(1000);
    expect(beginsAlike(now.stream, old.stream, end)).toBe(true);
    const { events } = now.capture.source;
    const row = events.kind.indexOf(EventKind.Intervention);
    expect([events.time[row], events.subject[row], events.after[row]]).toEqual([Math.floor(time) + 1, 0, 1]);
  });

  it('is undone and redone', async () => {
    const store = await open();
    store.getState().moveTo(200);
    await store.getState().intervene({ do: 'cancel' }, 'cancelled');
    await store.getState().undoBranch();
    expect([names(store), store.getState().cursor]).toEqual([['main'], 200]);
    expect(shown(store).scenario.interventions).toEqual([]);
    await store.getState().redoBranch();
    expect(names(store)).toEqual(['main', '-cancelled']);
    expect(shown(store).scenario.interventions).toHaveLength(1);
  });

  it('a branch that cannot run is not added, and what was open stays', async () => {
    const store = await open(({ interventions }) => interventions.length > 0);
    const before = shown(store);
    expect(await store.getState().intervene({ do: 'cancel' }, 'cancelled')).toBe(false);
    expect(names(store)).toEqual(['main']);
    expect(shown(store) === before).toBe(true);
    expect(store.getState().problem?.title).toBe('Error: cannot run');
    expect(store.getState().scenario).toBe(before.scenario);
  });
});

describe('branches', () => {
  it('a strategy is a branch, made once', async () => {
    const store = await open();
    await store.getState().setStrategy('baseline');
    await store.getState().setStrategy('iterative');
    await store.getState().setStrategy('baseline');
    expect(names(store)).toEqual(['main', '-baseline']);
    expect(shown(store).scenario.strategy).toBe('baseline');
  });

  it('showing another is no step of its own; deleting the shown one shows its parent', async () => {
    const store = await open();
    await store.getState().branchOff({ ...smallScenario(), seed: 8 }, 'other seed');
    await store.getState().showBranch(0);
    expect(current(store)).toBe('main');
    await store.getState().undoBranch();
    expect(names(store)).toEqual(['main']);
    await store.getState().redoBranch();
    await store.getState().showBranch(1);
    await store.getState().pruneBranch(1);
    expect([names(store), current(store), shown(store).scenario.seed]).toEqual([['main'], 'main', 7]);
  });

  it('another scenario begins a tree of its own, and undo brings the old one back', async () => {
    const store = await open();
    await store.getState().branchOff({ ...smallScenario(), seed: 8 }, 'other seed');
    await store.getState().run({ ...smallScenario(), seed: 9 });
    expect(names(store)).toEqual(['main']);
    await store.getState().undoBranch();
    expect(names(store)).toEqual(['main', '-other seed']);
  });
});

it('interventions stand in the order of time, a new one behind those of its time', () => {
  const at = (time: number) => ({ at: time, action: { do: 'cancel' } });
  const added = withIntervention([at(1), at(5), at(9)], at(5));
  expect(added.index).toBe(2);
  expect(added.interventions.map((each) => each.at)).toEqual([1, 5, 5, 9]);
});
