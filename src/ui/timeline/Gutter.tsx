// The names of the rows at the left, as the first paint has them: what answers there is loaded after it (LiveGutter).
import { lazy, Suspense, type ComponentProps } from 'react';
import { whenIdle } from '../app/when-idle.ts';
import { FILE_LANE_HEIGHT, FILE_LANES } from './file-lanes.ts';
import { GutterNames } from './GutterNames.tsx';
import { LANE_HEIGHT } from './run-scene.ts';
import css from './timeline.module.css';

const LiveGutter = lazy(() =>
  whenIdle()
    .then(() => import('./LiveGutter.tsx'))
    .then((module) => ({ default: module.LiveGutter })),
);

export function Gutter(props: ComponentProps<typeof LiveGutter>) {
  const isRun = props.kind === 'run';
  const names = (
    <div className={css.labels}>
      <GutterNames names={['overview', isRun ? 'phase' : 'offset']} height={LANE_HEIGHT} />
      {isRun ? (
        <GutterNames names={props.shown.names} height={LANE_HEIGHT} />
      ) : (
        <GutterNames names={FILE_LANES} height={FILE_LANE_HEIGHT} />
      )}
    </div>
  );
  return (
    <Suspense fallback={names}>
      <LiveGutter {...props} />
    </Suspense>
  );
}
