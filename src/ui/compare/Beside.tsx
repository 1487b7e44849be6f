// Two documents beside each other: the bar with who is compared with whom, and one view of how they differ.
import { useMemo, useState } from 'react';
import type { Link } from '../../engine/compare/linked.ts';
import { compareDocuments } from '../../store/compare.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useApp } from '../app/use-app.ts';
import { Bytes } from './Bytes.tsx';
import { CompareBar } from './CompareBar.tsx';
import type { CompareView } from './compare-views.ts';
import { Figures } from './Figures.tsx';
import { LinkedStates } from './LinkedStates.tsx';
import { SavedStates } from './SavedStates.tsx';
import { SchemaDiff } from './SchemaDiff.tsx';
import { SideStates } from './SideStates.tsx';
import { StreamDiff } from './StreamDiff.tsx';
import { LoadsLine } from './LoadsLine.tsx';
import { useComparison } from './use-comparison.ts';
import { useDifferenceKeys } from './use-difference-keys.ts';
import { useLinkedCursor } from './use-linked-cursor.ts';
import css from './compare.module.css';

export function Beside({ document }: { readonly document: OpenDocument }) {
  const compared = useApp((state) => state.compared);
  const cursor = useApp((state) => state.cursor);
  const [view, setView] = useState<CompareView>('state');
  const [link, setLink] = useState<Link>('time');
  const comparison = useMemo(() => compared && compareDocuments(document, compared.document), [document, compared]);
  const streams = useComparison(document, compared?.document ?? null);
  const { other, step } = useLinkedCursor(comparison, link);
  const [body, onWalk] = useDifferenceKeys();
  return (
    <>
      <CompareBar
        document={document}
        other={other}
        onStepOther={step}
        link={link}
        onLink={setLink}
        view={compared ? view : 'state'}
        onView={setView}
      />
      {streams && <LoadsLine streams={streams} />}
      <div ref={body} className={css.body}>
        {!compared && document.kind === 'run' && <SideStates document={document} />}
        {!compared && document.kind === 'file' && (
          <p className={css.none}>A file has one side. Choose what to compare it with.</p>
        )}
        {comparison && view === 'state' && other !== null && (
          <LinkedStates comparison={comparison} cursor={cursor} other={other} />
        )}
        {streams && comparison && view === 'state' && other === null && (
          <SavedStates comparison={comparison} streams={streams} />
        )}
        {streams && comparison && view === 'stream' && (
          <StreamDiff comparison={comparison} streams={streams} link={link} other={other} onWalk={onWalk} />
        )}
        {compared && view === 'schema' && <SchemaDiff document={document} other={compared.document} />}
        {comparison && view === 'bytes' && <Bytes comparison={comparison} />}
        {comparison && view === 'figures' && <Figures comparison={comparison} />}
      </div>
    </>
  );
}
