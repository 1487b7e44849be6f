// What answers for a pixel of the timeline: nobody points before there is something to point at, so that of runs is loaded
// after the first paint.
import { useEffect, useState } from 'react';
import { whenIdle } from '../app/when-idle.ts';
import type { Hit, hitRun } from './hit-run.ts';
import type { Scene } from './use-scene.ts';

type HitAt = (x: number, y: number) => Hit | null;

export function useHit({ run, file }: Pick<Scene, 'run' | 'file'>): HitAt {
  const [code, setCode] = useState<{ readonly hit: typeof hitRun } | null>(null);
  useEffect(() => {
    void whenIdle()
      .then(() => import('./hit-run.ts'))
      .then(({ hitRun: hit }) => setCode({ hit }));
  }, []);
  return (x, y) => (run ? (code?.hit(run, x, y) ?? null) : file ? file.strip.hit(file, x, y) : null);
}
