// The filter of the frame list: words or an expression, completed while typing, with what was used before. While the text
// is no expression yet it says why, and every frame stays in view.
import { frameScopeOf } from '../../store/frame-query.ts';
import type { OpenDocument } from '../../store/documents.ts';
import type { QueryProblem } from '../../engine/query/types.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { CompletedInput } from '../primitives/CompletedInput.tsx';
import css from './stream.module.css';

interface Props {
  readonly document: OpenDocument;
  readonly problem: QueryProblem | null;
  /** How many frames fit. */
  readonly shown: number;
}

export function FrameFilter({ document, problem, shown }: Props) {
  const filter = useApp((state) => state.frameFilter);
  const history = useApp((state) => state.filterHistory);
  const hasRow = useApp((state) => (state.selection?.row ?? -1) >= 0);
  const { setFrameFilter, rememberFilter, filterBySelection } = useActions();
  return (
    <div className={`${css.filter} ${shown === 0 || problem ? css.none : ''}`}>
      <label htmlFor="frame-filter" className="dim">
        Filter
      </label>
      <CompletedInput
        id="frame-filter"
        label="Filter frames"
        value={filter}
        scope={frameScopeOf(document)}
        problem={problem}
        placeholder='words, or idstr ~ "virtio-net"'
        title={problem?.message ?? 'Filter frames (/)'}
        describedBy="frame-filter-says"
        inset={0}
        history={history}
        onChange={setFrameFilter}
        onDone={() => void rememberFilter()}
      />
      <span id="frame-filter-says" className={css.says} role="status">
        {filter &&
          (problem ? problem.message : shown === 0 ? 'no frame fits' : `${shown} of ${document.frames.length}`)}
      </span>
      {filter ? (
        <button type="button" aria-label="Clear the filter" title="Clear the filter" onClick={() => setFrameFilter('')}>
          ×
        </button>
      ) : (
        hasRow && (
          <button
            type="button"
            title="Filter by the selected field or frame (Shift F)"
            onClick={() => void filterBySelection()}
          >
            = selected
          </button>
        )
      )}
    </div>
  );
}
