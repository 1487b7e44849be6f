// One list of actions: keys are unique, the sheet shows every one, and each binding does what its button does.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { runDocument } from '../../testing/documents.ts';
import { createAppStore, type AppStore } from '../../store/app-store.ts';
import { StoreContext } from '../app/use-app.ts';
import { ACTIONS } from './actions.ts';
import { bindShortcuts } from './bind-shortcuts.ts';
import { HelpSheet } from './HelpSheet.tsx';

const run = runDocument();

async function opened(): Promise<AppStore> {
  const store = createAppStore({
    run: () => Promise.resolve(run),
    openFile: () => Promise.resolve(null),
    openSample: () => Promise.resolve(null),
    cancel: () => undefined,
    describe: () => ({ title: '', where: '', advice: '' }),
  });
  await store.getState().run(run.scenario);
  return store;
}

afterEach(cleanup);

describe('actions', () => {
  it('have names and keys of their own', () => {
    const ids = ACTIONS.map(({ id }) => id);
    const keys = ACTIONS.flatMap((action) => action.keys);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { label, shown } of ACTIONS) expect(label.length * shown.length).toBeGreaterThan(0);
  });

  it('are all on the sheet of keys', async () => {
    const store = await opened();
    store.getState().setHelp(true);
    render(
      <StoreContext value={store}>
        <HelpSheet />
      </StoreContext>,
    );
    for (const { label } of ACTIONS) expect(screen.getAllByText(label).length).toBeGreaterThan(0);
  });
});

describe('keys', () => {
  const press = (target: EventTarget, key: string, more: KeyboardEventInit = {}): void => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true, ...more }));
  };

  it('step, and leave text fields their own', async () => {
    const store = await opened();
    const end = bindShortcuts(store);
    press(document.body, 'ArrowRight');
    press(document.body, 'ArrowRight');
    expect(store.getState().cursor).toBe(2);
    const input = document.body.appendChild(document.createElement('input'));
    press(input, 'ArrowRight');
    expect(store.getState().cursor).toBe(2);
    const list = document.body.appendChild(document.createElement('div'));
    list.setAttribute('role', 'listbox');
    press(list, 'ArrowRight');
    expect(store.getState().cursor).toBe(2);
    end();
    press(document.body, 'ArrowRight');
    expect(store.getState().cursor).toBe(2);
  });
});
