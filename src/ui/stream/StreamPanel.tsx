// The stream: frames, the decoded fields of one frame, bytes, and the value under the selection; all show one selection.
import { useMemo } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { hex } from '../../engine/bytes/text.ts';
import { useApp } from '../app/use-app.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { PanelHeader } from '../primitives/PanelHeader.tsx';
import { compileFrameFilter } from '../../store/frame-query.ts';
import { FindBar } from './FindBar.tsx';
import { FrameFilter } from './FrameFilter.tsx';
import { FrameList } from './FrameList.tsx';
import { FieldTree } from './FieldTree.tsx';
import { HexView } from './HexView.tsx';
import { Inspector } from './Inspector.tsx';
import './stream-actions.ts';
import css from './stream.module.css';

export function StreamPanel() {
  const document = useApp((state) => state.document);
  const time = useApp((state) => state.time);
  const narrow = useNarrow();
  const filter = useApp((state) => state.frameFilter);
  const layout = useDefaultLayout({
    id: `stream-rows-${narrow ? 'narrow' : 'wide'}`,
    panelIds: ['frames', 'tree', 'hex'],
    onlySaveAfterUserInteractions: true,
  });
  const query = useMemo(() => (document ? compileFrameFilter(document, filter) : null), [document, filter]);
  const problem = query?.kind === 'problem' ? query.problem : null;
  // While the text is no expression yet, every frame stays in view.
  const frames = useMemo(() => {
    if (!document) return [];
    return query?.kind === 'words' || query?.kind === 'expression'
      ? document.frames.filter((frame) => query.test(frame))
      : document.frames;
  }, [document, query]);
  if (!document) return <section className={css.panel} aria-label="Stream" />;
  const sent = document.kind === 'run' ? document.link.sentBy(time) : document.stream.length;
  const incomplete = document.inspection.sections.filter(({ complete }) => !complete).length;
  return (
    <section className={css.panel} aria-label="Stream">
      <PanelHeader title="Stream">
        <span className="dim">
          {document.frames.length} frames
          {document.kind === 'run' ? (
            <>
              {' · '}
              <span className="mono">{hex(sent, 6)}</span> sent
            </>
          ) : (
            incomplete > 0 && ` · ${incomplete} incomplete`
          )}
        </span>
        <FrameFilter document={document} problem={problem} shown={frames.length} />
      </PanelHeader>
      <FindBar />
      <Group orientation="vertical" className={css.panes} {...layout}>
        <Panel id="frames" defaultSize={narrow ? 121 : 142} minSize={61} groupResizeBehavior="preserve-pixel-size">
          <FrameList document={document} frames={frames} time={time} />
        </Panel>
        <Separator className={css.divider} />
        <Panel id="tree" minSize={61}>
          <FieldTree document={document} time={time} />
        </Panel>
        <Separator className={css.divider} />
        <Panel id="hex" defaultSize={narrow ? 121 : 162} minSize={61} groupResizeBehavior="preserve-pixel-size">
          <HexView document={document} sent={sent} />
        </Panel>
      </Group>
      <Inspector document={document} />
    </section>
  );
}
