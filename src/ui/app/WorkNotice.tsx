// Work that takes longer than 200 ms: a bar with bytes and rate, and the way to give it up.
import { useEffect, useState } from 'react';
import { formatBytes } from '../../engine/bytes/text.ts';
import type { Work } from '../../store/session-types.ts';
import { Button } from '../primitives/Button.tsx';
import css from './App.module.css';

const SHOWN_AFTER = 200;

interface Props {
  readonly work: Work;
  readonly onCancel: () => void;
}

export function WorkNotice({ work, onCancel }: Props) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SHOWN_AFTER);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div className={css.notice} role="status">
      <span>{work.label}</span>
      {work.total > 0 && (
        <>
          <progress className={css.progress} value={work.done} max={work.total} aria-label={work.label} />
          <span className="dim">
            {formatBytes(work.done)} of {work.isGuess ? 'about ' : ''}
            {formatBytes(work.total)}
            {work.rate > 0 && `, ${formatBytes(Math.round(work.rate))} a second`}
          </span>
        </>
      )}
      <span className={css.grow} />
      <Button boxed onPress={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
