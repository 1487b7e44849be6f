// One list of actions: keys are unique, the sheet shows every one, and each binding does what its button does.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runDocument } from '../../testing/documents.ts';
import { fakeSession } from '../../testing/fake-session.ts';
import { createAppStore, type AppStore } from '../../store/app-store.ts';
import { StoreContext } from '../app/use-app.ts';
import './actions.ts';
import '../stream/stream-actions.ts';
import { bindShortcuts } from './bind-shortcuts.ts';
import { HelpSheet } from './HelpSheet.tsx';
import { Palette } from './Palette.tsx';
import { rank } from './rank.ts';
import { allActions, registerActions } from './registry.ts';

const run = runDocument();

async function opened(): Promise<AppStore> {
  const store = createAppStore(fakeSession({ run: () => Promise.resolve(run) }));
  await store.getState().run(run.scenario);
  return store;
}

afterEach(cleanup);

describe('actions', () => {
  it('have names and keys of their own', () => {
    const [first] = allActions();
    expect(() => registerActions([first!])).toThrow('there is an action play already');
    expect(() => registerActions([{ ...first!, id: 'other' }])).toThrow('the key Space is taken');
    for (const { label, keys, shown } of allActions()) {
      expect(label.length).toBeGreaterThan(0);
      if (keys.length > 0) expect(shown.length).toBeGreaterThan(0);
    }
  });

  it('that come with a panel get the key that was pressed before it was there', async () => {
    const store = await opened();
    const unbind = bindShortcuts(store);
    const ran: string[] = [];
    const late = (id: string, key: string) => ({
      ...{ id, label: id, group: 'View' as const, keys: [key], shown: key },
      ...{ enabled: () => true, run: () => void ran.push(id) },
    });
    fireEvent.keyDown(document.body, { key: 'F9', code: 'F9' });
    await new Promise((resolve) => setTimeout(resolve));
    const first = registerActions([late('late', 'F9')]);
    expect(ran).toEqual(['late']);
    // Once, and not for what comes after that.
    const second = registerActions([late('later', 'F8')]);
    expect(ran).toEqual(['late']);
    first();
    second();
    unbind();
  });

  it('are all on the sheet of keys', async () => {
    const store = await opened();
    store.getState().setHelp(true);
    render(
      <StoreContext value={store}>
        <HelpSheet />
      </StoreContext>,
    );
    for (const { label, shown } of allActions())
      if (shown) expect(screen.getAllByText(label).length).toBeGreaterThan(0);
  });

  it('registered later are listed and bound, and go away again', async () => {
    const store = await opened();
    const end = bindShortcuts(store);
    const run = vi.fn();
    const remove = registerActions([
      { id: 'later', label: 'Later', group: 'View', keys: ['y'], shown: 'y', enabled: () => true, run },
    ]);
    const press = (): boolean => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'y', code: 'KeyY' }));
    press();
    expect(run).toHaveBeenCalledOnce();
    remove();
    press();
    expect(run).toHaveBeenCalledOnce();
    expect(allActions().some(({ id }) => id === 'later')).toBe(false);
    end();
  });

  it('are found by their words, the best first', () => {
    const found = (text: string): readonly string[] => rank(allActions(), text).map(({ id }) => id);
    expect(found('find')[0]).toBe('find');
    expect(found('copy json')).toEqual(['copy-json']);
    expect(found('next frame')[0]).toBe('frame-forward');
    expect(found('no such words')).toEqual([]);
    expect(found('')).toHaveLength(allActions().length);
  });

  it('run from the palette by keyboard, and Escape only closes it', async () => {
    const store = await opened();
    render(
      <StoreContext value={store}>
        <Palette />
      </StoreContext>,
    );
    act(() => store.getState().setPalette(true));
    const field = screen.getByRole('searchbox', { name: 'Command' });
    fireEvent.change(field, { target: { value: 'dark theme' } });
    expect(screen.getAllByRole('menuitem').map(({ textContent }) => textContent)).toEqual([
      'Dark themeView',
      'Light, dark or as the systemViewt',
    ]);
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    fireEvent.keyDown(field, { key: 'Enter' });
    fireEvent.keyUp(field, { key: 'Enter' });
    expect(store.getState().theme).toBe('dark');
    expect(store.getState().palette).toBe(false);
    act(() => store.getState().setPalette(true));
    fireEvent.keyDown(screen.getByRole('searchbox', { name: 'Command' }), { key: 'Escape' });
    expect(store.getState().palette).toBe(false);
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

  it('left and right step while a choice has the focus; up and down are its own', async () => {
    const store = await opened();
    const end = bindShortcuts(store);
    const choice = document.body.appendChild(document.createElement('select'));
    press(choice, 'ArrowRight');
    press(choice, 'ArrowLeft');
    press(choice, 'ArrowRight', { shiftKey: true });
    const frame = store.getState().cursor;
    expect(frame).toBeGreaterThan(1);
    const down = new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true });
    choice.dispatchEvent(down);
    expect(down.defaultPrevented).toBe(false);
    press(choice, 'Home');
    expect(store.getState().cursor).toBe(frame);
    end();
  });

  it('Escape goes one level out: the keys, then the selection', async () => {
    const store = await opened();
    const end = bindShortcuts(store);
    store.getState().selectBytes(0, 4, 'hex');
    press(document.body, '?');
    expect(store.getState().help).toBe(true);
    press(document.body, 'Escape');
    expect(store.getState().help).toBe(false);
    expect(store.getState().selection).not.toBeNull();
    press(document.body, 'Escape');
    expect(store.getState().selection).toBeNull();
    end();
  });
});
