// The steps of the buffer that is followed, each a way to its event; what is still to come at the cursor is dimmed.
import type { KeyboardEvent } from 'react';
import { formatMs, groupThousands } from '../../engine/bytes/text.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { followBuffer, type BufferStep, type StepKind } from './follow-buffer.ts';
import type { ChainPiece } from './chain-pieces.ts';
import { Pieces } from './Pieces.tsx';
import css from './rings.module.css';

interface Props {
  readonly document: RunDocument;
  readonly nic: number;
  readonly queue: number;
  readonly isPacked: boolean;
  readonly buffer: number;
  /** Its chain as it lies in the ring and behind it; empty when it is not there. */
  readonly pieces: readonly ChainPiece[];
}

const WORDS: Readonly<Record<StepKind, readonly [string, (value: number) => string]>> = {
  available: ['made available', (value) => `driver, then at ${groupThousands(value)}`],
  kick: ['kick', () => 'driver tells the device'],
  taken: ['taken', (value) => `device, last_avail_idx ${groupThousands(value)}`],
  used: ['given back', (value) => `device, ${groupThousands(value)} bytes written`],
  interrupt: ['interrupt', (value) => `vector ${value}`],
  reaped: ['taken back', (value) => `driver, up to ${groupThousands(value)}`],
};

export function BufferSteps({ document, nic, queue, isPacked, buffer, pieces }: Props) {
  const cursor = useApp((state) => state.cursor);
  const { moveTo, followBuffer: follow } = useActions();
  const steps = followBuffer(document, nic, queue, buffer, cursor);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    follow(-1);
  };
  const began = steps[0]?.kind === 'available';
  return (
    <section className={css.life} aria-label={`Life of buffer ${buffer}`}>
      <header>
        <b>
          {isPacked ? 'Buffer id' : 'Buffer'} <span className="mono">{buffer}</span>
        </b>
        <span className={`dim ${css.chain}`}>{chainText(pieces)}</span>
        <button type="button" aria-label="Stop following" onKeyDown={onKeyDown} onClick={() => follow(-1)}>
          ✕
        </button>
      </header>
      <Pieces pieces={pieces} />
      <ol>
        {!began && <li className="dim">in the ring before the run began</li>}
        {steps.map((step) => (
          <li key={step.kind} className={step.head > cursor ? 'dim' : undefined}>
            <button
              type="button"
              aria-current={step.head === cursor ? 'step' : undefined}
              onKeyDown={onKeyDown}
              onClick={() => moveTo(step.head)}
            >
              <span className={`mono ${css.when}`}>{formatMs(step.time)}</span>
              <span>{WORDS[step.kind][0]}</span>
              <span className="dim">
                {WORDS[step.kind][1](step.value)}
                {step.side === 'destination' && ', at the destination'}
              </span>
            </button>
          </li>
        ))}
        {missing(steps) !== '' && <li className="dim">{missing(steps)}</li>}
      </ol>
    </section>
  );
}

/** `chain 3 → 4`, and a table that it goes through: `chain 5 → table`. */
function chainText(pieces: readonly ChainPiece[]): string {
  const ids = pieces.filter(({ level }) => level === 0).map(({ label }) => label);
  if (ids.length === 0) return 'not in the ring';
  const shown = ids.length > 4 ? [...ids.slice(0, 4), '…'] : ids;
  return `chain ${shown.join(' → ')}${ids.length < pieces.length ? ' → table' : ''}`;
}

/** What will not happen in this run, or did not. */
function missing(steps: readonly BufferStep[]): string {
  const has = (kind: StepKind): boolean => steps.some((step) => step.kind === kind);
  if (!has('taken')) return 'not taken by the device before the run ends';
  if (!has('used')) return 'not given back before the run ends';
  if (!has('interrupt') && has('reaped')) return 'no interrupt: it was suppressed';
  return '';
}
