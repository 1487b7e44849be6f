// The scenarios that come with the app, those that answer a reviewer's question, and the run that is shown: choosing one
// begins with it, and marks are against it.
import { useRef, type KeyboardEvent } from 'react';
import { PRESETS } from '../../engine/scenario/presets.ts';
import { questionName } from '../../engine/scenario/question-names.ts';
import { QUESTIONS } from '../../engine/scenario/questions.ts';
import { SHOWN } from '../../store/scenario-draft/draft-store.ts';
import { PresetRows, type PresetRow } from './PresetRows.tsx';
import { lineOfPreset } from './preset-lines.ts';
import { useDraft } from './use-draft.ts';
import css from './scenario.module.css';

export function Presets() {
  const base = useDraft((state) => state.base);
  const shown = useDraft((state) => state.shown);
  const box = useRef<HTMLDivElement>(null);
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
      <div ref={box} onKeyDown={onKeyDown} role="presentation">
        <h3>Begin with</h3>
        <PresetRows rows={rows} base={base} />
        <h3>Questions</h3>
        <PresetRows rows={ASKED} base={base} />
      </div>
    </nav>
  );
}

/** Those that a run answers; docs/questions.md says what one sees. */
const ASKED: readonly PresetRow[] = QUESTIONS.flatMap((question) =>
  question.scene ? [{ name: questionName(question), title: question.asks, line: question.scene.scenario.name }] : [],
);
