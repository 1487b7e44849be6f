// Compare through the store: what stands on the other side is made by the workers, what is shown stays as it is.
import { describe, expect, it } from 'vitest';
import { inspect } from '../../engine/inspect/inspect.ts';
import { runScenario } from '../../engine/migration/run.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';
import { fileDocument, smallScenario } from '../../testing/documents.ts';
import { fakeSession } from '../../testing/fake-session.ts';
import { createAppStore, type AppStore } from '../app-store.ts';
import { makeRunDocument, type OpenDocument } from '../documents.ts';
import type { Session } from '../session-types.ts';

interface Fake {
  readonly session: Session;
  /** Strategies of the runs that were asked for. */
  readonly asked: string[];
}

/** Runs are made at once; one whose name is `broken` fails, one whose seed is 99 is given up. */
function fake(): Fake {
  const asked: string[] = [];
  const run = (scenario: Scenario): Promise<OpenDocument | null> => {
    asked.push(scenario.strategy);
    if (scenario.name === 'broken') return Promise.reject(new Error('cannot run'));
    if (scenario.seed === 99) return Promise.resolve(null);
    const capture = runScenario(scenario);
    return Promise.resolve(makeRunDocument(scenario, capture, inspect(capture.stream)));
  };
  const session = fakeSession({
    run,
    openFile: ({ name }) =>
      name === 'broken' ? Promise.reject(new Error('cannot be read')) : Promise.resolve(fileDocument()),
  });
  return { session, asked };
}

async function open(): Promise<{ readonly store: AppStore; readonly asked: string[] }> {
  const { session, asked } = fake();
  const store = createAppStore(session);
  await store.getState().run(smallScenario());
  asked.length = 0;
  return { store, asked };
}

describe('comparing', () => {
  it('with another strategy: it runs beside, and what is shown stays', async () => {
    const { store, asked } = await open();
    store.getState().moveTo(300);
    const { document, branches } = store.getState();
    await store.getState().compareWith({ with: 'strategy', strategy: 'baseline' });
    const { compared, sheet, work, cursor } = store.getState();
    expect(asked).toEqual(['baseline']);
    expect(compared?.name).toBe('main, baseline');
    expect(compared?.document.kind === 'run' && compared.document.scenario.strategy).toBe('baseline');
    expect([sheet, work, cursor]).toEqual(['compare', null, 300]);
    expect(store.getState().document).toBe(document);
    expect(store.getState().branches).toBe(branches);
  });

  it('with a branch, by its name; one that is not there changes nothing', async () => {
    const { store, asked } = await open();
    await store.getState().branchOff({ ...smallScenario(), seed: 8 }, 'other seed');
    asked.length = 0;
    await store.getState().compareWith({ with: 'branch', id: 7 });
    expect(store.getState().compared).toBeNull();
    await store.getState().compareWith({ with: 'branch', id: 0 });
    const { compared, document } = store.getState();
    expect(compared?.name).toBe('main');
    expect(compared?.document.kind === 'run' && compared.document.scenario.seed).toBe(7);
    expect(document?.kind === 'run' && document.scenario.seed).toBe(8);
    expect(asked).toEqual(['iterative']);
  });

  it('with a file', async () => {
    const { store } = await open();
    await store.getState().compareWith({ with: 'file', file: new File([], 'of-qemu.bin') });
    const { compared, document } = store.getState();
    expect(compared?.name).toBe('of-qemu.bin');
    expect(compared?.document.kind).toBe('file');
    expect(document?.kind).toBe('run');
  });

  it('what is held stays when something else is shown', async () => {
    const { store } = await open();
    const before = store.getState().document;
    await store.getState().compareWith({ with: 'shown' });
    expect(store.getState().compared).toEqual({ name: 'main, as it was', document: before });
    await store.getState().setStrategy('baseline');
    expect(store.getState().compared?.document).toBe(before);
    expect(store.getState().document).not.toBe(before);
  });

  it('the two sides again', async () => {
    const { store } = await open();
    await store.getState().compareWith({ with: 'strategy', strategy: 'baseline' });
    store.getState().setSheet(null);
    await store.getState().compareWith({ with: 'sides' });
    expect(store.getState().compared).toBeNull();
    expect(store.getState().sheet).toBe('compare');
  });

  it('what fails or is given up leaves both sides as they were', async () => {
    const { store } = await open();
    await store.getState().compareWith({ with: 'strategy', strategy: 'baseline' });
    const { compared, document } = store.getState();
    await store.getState().compareWith({ with: 'file', file: new File([], 'broken') });
    expect(store.getState().problem?.title).toBe('cannot be read');
    expect(store.getState().compared).toBe(compared);
    const { present } = store.getState().branches;
    const given = { id: 5, parent: 0, name: 'given up', note: '', scenario: { ...smallScenario(), seed: 99 } };
    store.setState({
      branches: { past: [], present: { ...present, branches: [...present.branches, given] }, future: [] },
    });
    await store.getState().compareWith({ with: 'branch', id: 5 });
    expect(store.getState().compared).toBe(compared);
    expect(store.getState().document).toBe(document);
    expect(store.getState().work).toBeNull();
  });
});
