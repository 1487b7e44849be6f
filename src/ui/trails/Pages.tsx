// The pages of what is open: the map of guest memory at the cursor, the pages ranked by how often they were sent, and the
// life of the chosen one.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { sideState } from '../devices/side-state.ts';
import { Field } from '../primitives/Field.tsx';
import { useRows } from '../primitives/use-rows.ts';
import { AreaList } from './AreaList.tsx';
import { memoryAreas } from './memory-areas.ts';
import { MemoryMap } from './MemoryMap.tsx';
import { PageMoments } from './PageMoments.tsx';
import { livesOf, mapAt } from './pages-of.ts';
import css from './trails.module.css';

const PAGE = 4096;
const ROW = 20;

export function Pages({ document }: { readonly document: OpenDocument }) {
  const cursor = useApp((state) => state.cursor);
  const time = useApp((state) => state.time);
  const wantedPage = useApp((state) => state.page);
  const { showPage } = useActions();
  const lives = useMemo(() => livesOf(document), [document]);
  const ranked = useMemo(() => lives.ranked(0, lives.pageCount), [lives]);
  const page = Math.min(lives.pageCount - 1, wantedPage >= 0 ? wantedPage : (ranked[0]?.page ?? 0));
  const [text, setText] = useState('');
  const [scroller, rows] = useRows(ranked.length, ROW);
  const at = useMemo(() => ranked.findIndex((each) => each.page === page), [ranked, page]);
  const isFile = document.kind === 'file';
  const map = mapAt(document, cursor);
  const areas = isFile
    ? []
    : memoryAreas(document, sideState(document, 'destination', time).run === 'running' ? 'destination' : 'source');
  const choose = (index: number): void => {
    const next = ranked[Math.max(0, Math.min(ranked.length - 1, index))];
    if (next) showPage(next.page);
  };
  // The ranking follows what was chosen elsewhere: on the map, or at an address in a ring.
  const { scrollTo } = rows;
  const shown = useRef(-1);
  useEffect(() => {
    if (at < 0 || shown.current === at) return;
    shown.current = at;
    scrollTo(at, 'auto');
  }, [at, scrollTo]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 15, PageUp: at - 15 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  };
  const wanted = typedPage(text);
  const isFine = text.trim() === '' || (Number.isSafeInteger(wanted) && wanted >= 0 && wanted < lives.pageCount);
  return (
    <div className={css.pagesSheet}>
      <MemoryMap map={map} version={cursor} areas={areas} isFile={isFile} page={page} onChoose={showPage} />
      <AreaList areas={areas} page={page} onChoose={showPage} />
      <div className={css.pages}>
        <div className={css.ranking}>
          <div className={css.find}>
            <Field
              label="Page"
              value={text}
              onChange={(next) => {
                setText(next);
                const number = typedPage(next);
                if (next.trim() !== '' && Number.isSafeInteger(number) && number >= 0 && number < lives.pageCount)
                  showPage(number);
              }}
              problem={isFine ? null : `a number below ${groupThousands(lives.pageCount)}, or an address with 0x`}
              mono
            />
          </div>
          <div
            ref={scroller}
            className={css.scroll}
            role="listbox"
            aria-label="Pages by how often they were sent"
            aria-activedescendant={at >= rows.from && at < rows.to ? `page-${page}` : undefined}
            tabIndex={0}
            onKeyDown={onKeyDown}
          >
            <div style={{ height: rows.height, position: 'relative' }} role="presentation">
              {ranked.slice(rows.from, rows.to).map((each, i) => (
                <div
                  key={each.page}
                  id={`page-${each.page}`}
                  role="option"
                  aria-selected={each.page === page}
                  className={css.pageRow}
                  style={{ top: rows.top(rows.from + i) }}
                  onPointerDown={() => showPage(each.page)}
                >
                  <span className="mono">{hex(each.page * PAGE, 8)}</span>
                  <span>
                    {groupThousands(each.sends)} time{each.sends === 1 ? '' : 's'}
                  </span>
                </div>
              ))}
            </div>
          </div>
        </div>
        <PageMoments document={document} lives={lives} page={page} />
      </div>
    </div>
  );
}

/** The number of the page that a text means: as it is, or by an address. */
function typedPage(text: string): number {
  const typed = Number(text.trim());
  return /^0x/i.test(text.trim()) ? Math.floor(typed / PAGE) : typed;
}
