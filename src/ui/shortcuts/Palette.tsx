// The command palette: every action of the one list, found by its words. Not modal: what is behind it stays in view, and
// Escape or a press outside closes it. The list keeps the focus in the field, as a combobox does.
import { useEffect, useMemo, useRef, useState } from 'react';
import { Autocomplete, Input, Menu, MenuItem, SearchField, Text } from 'react-aria-components';
import { useApp, useAppStore } from '../app/use-app.ts';
import './actions.ts';
import { ScrollRegion } from '../primitives/ScrollRegion.tsx';
import { rank } from './rank.ts';
import { useActionList } from './registry.ts';
import css from './Palette.module.css';

export function Palette() {
  const open = useApp((state) => state.palette);
  return open ? <OpenPalette /> : null;
}

function OpenPalette() {
  const store = useAppStore();
  const actions = useActionList();
  const [text, setText] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const [before] = useState(() => document.activeElement);
  const close = (): void => {
    store.getState().setPalette(false);
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
  const shown = useMemo(() => rank(actions, text), [actions, text]);
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  useEffect(() => {
    const away = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) store.getState().setPalette(false);
    };
    window.addEventListener('pointerdown', away);
    return () => window.removeEventListener('pointerdown', away);
  }, [store]);
  const disabled = actions.filter(({ enabled }) => !enabled(store.getState())).map(({ id }) => id);
  return (
    <div
      ref={box}
      className={css.palette}
      role="dialog"
      aria-label="Command palette"
      tabIndex={-1}
      onKeyDownCapture={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <Autocomplete inputValue={text} onInputChange={setText} filter={() => true}>
        <SearchField aria-label="Command" className={css.field}>
          <Input className={css.input} placeholder="A command, a panel, a setting" spellCheck={false} />
        </SearchField>
        <ScrollRegion label="Commands found" className={css.list}>
          <Menu
            className={css.menu ?? ''}
            aria-label="Commands"
            items={shown}
            disabledKeys={disabled}
            dependencies={[disabled.join()]}
            renderEmptyState={() => <span className={css.none}>No command has these words. Escape closes.</span>}
            onAction={(id) => {
              const action = actions.find((one) => one.id === id);
              close();
              action?.run(store.getState());
            }}
          >
            {(action) => (
              <MenuItem id={action.id} textValue={action.label} className={css.item ?? ''}>
                <Text slot="label">{action.label}</Text>
                <span className={css.group}>{action.group}</span>
                {action.shown && <kbd>{action.shown}</kbd>}
              </MenuItem>
            )}
          </Menu>
        </ScrollRegion>
      </Autocomplete>
    </div>
  );
}
