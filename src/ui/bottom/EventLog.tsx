// What happens in the run, one line an event, in plain words or in the text of QEMU's tracepoints; what lies behind the
// cursor is dim. Choosing a line moves the cursor there.
import { useDeferredValue, useMemo, useState } from 'react';
import { groupThousands } from '../../engine/bytes/text.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Select } from '../primitives/Select.tsx';
import { filterLog, happenedBy, LOG_VIEWS, logEntries, type LogView } from './log-entries.ts';
import { RowList } from './RowList.tsx';
import css from './bottom.module.css';

const VIEW_TEXT: Readonly<Record<LogView, string>> = { events: 'All events', trace: 'QEMU’s trace' };

export function EventLog({ document }: { readonly document: RunDocument }) {
  const cursor = useApp((state) => state.cursor);
  const typed = useApp((state) => state.logFilter);
  const { moveTo, setLogFilter } = useActions();
  const [view, setView] = useState<LogView>('events');
  const filter = useDeferredValue(typed);
  const all = logEntries(document, view);
  const entries = useMemo(() => filterLog(all, filter), [all, filter]);
  const current = happenedBy(entries, cursor) - 1;
  const choose = (at: number): void => {
    const entry = entries[Math.max(0, Math.min(entries.length - 1, at))];
    if (entry) moveTo(entry.head);
  };
  return (
    <div className={css.log}>
      <div className={css.logBar}>
        <Select<LogView>
          label="Lines of the log"
          value={view}
          options={LOG_VIEWS.map((value) => ({ value, text: VIEW_TEXT[value] }))}
          onChange={setView}
        />
        <input
          id="log-filter"
          className="mono"
          value={typed}
          placeholder="words that a line must have"
          aria-label="Filter the log"
          aria-invalid={entries.length === 0}
          aria-describedby="log-says"
          spellCheck={false}
          onChange={(event) => setLogFilter(event.target.value)}
        />
        <span id="log-says" className="dim" role="status">
          {entries.length === 0
            ? 'no line has these words'
            : `${groupThousands(current + 1)} of ${groupThousands(entries.length)} so far`}
        </span>
      </div>
      <RowList
        label="Log"
        id="log"
        count={entries.length}
        current={current}
        onChoose={choose}
        classOf={(at) => (entries[at]!.head > cursor ? `${css.logRow} ${css.future}` : css.logRow!)}
        row={(at) => {
          const { side, row, text } = entries[at]!;
          return (
            <>
              <span className="mono">{(document.capture[side].events.time[row]! / 1e6).toFixed(3)}</span>
              <span style={{ color: at === current ? undefined : `var(--side-${side})` }}>{side}</span>
              <span className={view === 'trace' ? 'mono' : undefined}>{text}</span>
            </>
          );
        }}
      />
    </div>
  );
}
