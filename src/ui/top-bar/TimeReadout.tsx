// Where the cursor stands: phase, virtual time, event n of m; in a file the selected offset.
import { formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import { PHASE_LETTER, type Phase } from '../../store/phases.ts';
import { useApp } from '../app/use-app.ts';
import css from './TopBar.module.css';

/** The phase at a time; the last one that has begun. */
export function phaseAt(phases: readonly Phase[], time: number): Phase | null {
  let found: Phase | null = phases[0] ?? null;
  for (const phase of phases) if (phase.start <= time) found = phase;
  return found;
}

export function TimeReadout() {
  const document = useApp((state) => state.document);
  const time = useApp((state) => state.time);
  const cursor = useApp((state) => state.cursor);
  const selection = useApp((state) => state.selection);
  if (!document) return null;
  if (document.kind === 'file') {
    return (
      <span className={css.time}>
        <b className="mono">{hex(selection?.start ?? 0, 6)}</b>
        <span className="dim">
          of <span className="mono">{hex(document.stream.length, 6)}</span>
          <span className={css.wide}> · a file has bytes, not events</span>
        </span>
      </span>
    );
  }
  const phase = phaseAt(document.phases, time);
  return (
    <span className={css.time}>
      {phase && (
        <span
          className={css.phase}
          style={{ background: `var(--phase-${phase.kind === 'resumed' ? 'done' : phase.kind})` }}
          aria-hidden="true"
        >
          {PHASE_LETTER[phase.kind]}
        </span>
      )}
      <b className="mono" data-testid="time">
        {formatMs(time)}
      </b>
      <span className="dim">virtual</span>
      <span className={`dim ${css.wide}`} data-testid="event-count">
        event {groupThousands(cursor + 1)} of {groupThousands(document.timeline.heads.length)}
      </span>
      <span data-testid="phase">{phase?.label}</span>
    </span>
  );
}
