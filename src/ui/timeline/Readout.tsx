// What is under the pointer, beside it.
import { formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import type { Hit } from './hit-run.ts';
import css from './timeline.module.css';

interface Props {
  /** Pixels from the timeline's left edge, and its size. */
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly isRun: boolean;
  readonly hit: Hit;
}

/** Right of this the words stand left of the pointer. */
const ROOM = 320;

export function Readout({ x, width, height, isRun, hit }: Props) {
  const isLeft = x > width - ROOM;
  return (
    <>
      <div className={css.hair} style={{ left: x, height: height - 20 }} aria-hidden="true" />
      <div
        className={css.readout}
        style={isLeft ? { right: width - x + 10 } : { left: x + 10 }}
        aria-hidden="true"
        data-testid="readout"
      >
        <b className="mono">{isRun ? formatMs(hit.at) : hex(hit.at)}</b>{' '}
        <span className="dim">{isRun ? 'virtual' : groupThousands(hit.at)}</span>
        {hit.words.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </div>
    </>
  );
}
