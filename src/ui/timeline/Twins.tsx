// What of the canvas can be focused and walked: the ends of the brush as sliders, and what is in view as a list.
import type { OpenDocument } from '../../store/documents.ts';
import { InView } from './InView.tsx';
import { OverviewHandles } from './OverviewHandles.tsx';
import type { Scene } from './use-scene.ts';

interface Props {
  readonly document: OpenDocument;
  readonly scene: Scene;
  readonly moveTo: (value: number) => void;
}

export function Twins({ document, scene, moveTo }: Props) {
  const { axis, whole, least, run, file } = scene;
  return (
    <>
      <OverviewHandles axis={axis} whole={whole} least={least} isRun={document.kind === 'run'} />
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
