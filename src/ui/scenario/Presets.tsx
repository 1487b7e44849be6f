// The scenarios that come with the app and the run that is shown: choosing one begins with it, and marks are against it.
import { useRef, type KeyboardEvent } from 'react';
import { PRESETS } from '../../engine/scenario/presets.ts';
import { SHOWN } from '../../store/scenario-draft/draft-store.ts';
import { lineOfPreset } from './preset-lines.ts';
import { draftActions, useDraft } from './use-draft.ts';
import css from './scenario.module.css';

export function Presets() {
  const base = useDraft((state) => state.base);
  const shown = useDraft((state) => state.shown);
  const box = useRef<HTMLUListElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const items = [...(box.current?.querySelectorAll('button') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const next = items[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  };
  const rows = [
    { name: SHOWN, title: 'The run that is shown', line: shown.name },
    ...Object.entries(PRESETS).map(([name, preset]) => ({
      name,
      title: preset.name,
      line: lineOfPreset(name, preset),
    })),
  ];
  return (
    <nav className={css.presets} aria-label="Presets">
      <h3>Begin with</h3>
      <ul ref={box} onKeyDown={onKeyDown} role="presentation">
        {rows.map(({ name, title, line }) => (
          <li key={name}>
            <button type="button" aria-current={name === base} onClick={() => draftActions().choose(name)}>
              {title}
              <small>{line}</small>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
