// The lab: where the figures come from at the left, drawings in the middle, the verdict with its table at the right. It takes
// the place of the run's panels; Escape or Run in the top bar go back, and nothing of it is lost.
import { useEffect, useRef, type DragEvent } from 'react';
import { useActions } from '../app/use-app.ts';
import { PanelHeader } from '../primitives/PanelHeader.tsx';
import { ScrollRegion } from '../primitives/ScrollRegion.tsx';
import { Charts } from './Charts.tsx';
import { importFiles } from './import-files.ts';
import { Sources } from './Sources.tsx';
import { labActions, ORIGIN, useLab } from './use-lab.ts';
import { VerdictPanel } from './VerdictPanel.tsx';
import css from './lab.module.css';

export function Lab() {
  const source = useLab((state) => state.source);
  const work = useLab((state) => state.work);
  const problem = useLab((state) => state.problem);
  const { setSheet } = useActions();
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const view = ref.current;
    view?.focus();
    void labActions().refresh();
    void labActions().loadOurs();
    // Escape goes back from a field too.
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      setSheet(null);
    };
    view?.addEventListener('keydown', onKeyDown);
    return () => {
      view?.removeEventListener('keydown', onKeyDown);
      labActions().cancel();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [setSheet]);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    void importFiles(event.dataTransfer.files);
  };
  return (
    <main ref={ref} className={css.lab} tabIndex={-1} aria-label="Lab" data-own-keys="" onDrop={drop}>
      <section className={css.panel} aria-label="Lab: source and parameters">
        <PanelHeader title="Lab">
          <span className="dim">strategies compared</span>
        </PanelHeader>
        <ScrollRegion label="Source and parameters" className={css.scroll}>
          <Sources />
        </ScrollRegion>
      </section>
      <section className={css.panel} aria-label="Drawings">
        <PanelHeader title="Load time in the downtime window">
          <span className={css.grow} />
          <span className={css.origin} data-testid="lab-origin">
            {ORIGIN[source]}
          </span>
        </PanelHeader>
        {work && (
          <div className={css.work} role="status">
            <span>{work.label}</span>
            <progress value={work.done} max={work.total} aria-label={work.label} />
            <button type="button" className={css.link} onClick={() => labActions().cancel()}>
              Cancel
            </button>
          </div>
        )}
        {problem && (
          <div className={css.work} role="alert">
            <span>{problem}</span>
            <button type="button" className={css.link} onClick={() => labActions().dismissProblem()}>
              Dismiss
            </button>
          </div>
        )}
        <ScrollRegion label="Drawings of load times" className={css.scroll}>
          <Charts />
        </ScrollRegion>
      </section>
      <VerdictPanel />
    </main>
  );
}
