// What of the canvas can be focused and walked: the ends of the brush as sliders, and what is in view as a list.
import type { OpenDocument } from '../../store/documents.ts';
import { useApp } from '../app/use-app.ts';
import './range-actions.ts';
import { InView } from './InView.tsx';
import { OverviewHandles } from './OverviewHandles.tsx';
import { RangeHandles } from './RangeHandles.tsx';
import type { Scene } from './use-scene.ts';

interface Props {
  readonly document: OpenDocument;
  readonly scene: Scene;
  readonly moveTo: (value: number) => void;
}

export function Twins({ document, scene, moveTo }: Props) {
  const { axis, whole, least, run, file } = scene;
  const range = useApp((state) => state.range);
  const isRun = document.kind === 'run';
  return (
    <>
      <OverviewHandles axis={axis} whole={whole} least={least} isRun={isRun} />
      {range && <RangeHandles axis={axis} whole={whole} range={range} isRun={isRun} />}
      {(run || file) && (
        <InView
          document={document}
          model={run?.model ?? null}
          lanes={run?.lanes ?? []}
          shown={axis.shown}
          marks={(run ?? file)?.marks ?? []}
          moveTo={moveTo}
        />
      )}
    </>
  );
}
