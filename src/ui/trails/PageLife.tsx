// The life of guest pages: ranked by how often they were sent; of the chosen one, when it was dirtied, sent and loaded.
import { useMemo, useState, type KeyboardEvent } from 'react';
import { formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import { filePageLives, runPageLives, type PageLives, type PageMoment } from '../../engine/capture/page-life.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { runSpaceOf } from '../../store/reason-space.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Field } from '../primitives/Field.tsx';
import { Sheet } from '../primitives/Sheet.tsx';
import { useRows } from '../primitives/use-rows.ts';
import css from './trails.module.css';

const PAGE = 4096;
const ROW = 20;

function livesOf(document: OpenDocument): PageLives {
  if (document.kind === 'run') return runPageLives(runSpaceOf(document));
  const { records, blocks } = document.inspection;
  return filePageLives(records, blocks);
}

export function PageLife() {
  const document = useApp((state) => state.document);
  return (
    <Sheet title="Pages" about="ranked by how often they were sent">
      {document && <Pages document={document} />}
    </Sheet>
  );
}

function Pages({ document }: { readonly document: OpenDocument }) {
  const lives = useMemo(() => livesOf(document), [document]);
  const ranked = useMemo(() => lives.ranked(0, lives.pageCount), [lives]);
  const [page, setPage] = useState(ranked[0]?.page ?? 0);
  const [text, setText] = useState('');
  const [scroller, rows] = useRows(ranked.length, ROW);
  const at = ranked.findIndex((each) => each.page === page);
  const choose = (index: number): void => {
    const next = ranked[Math.max(0, Math.min(ranked.length - 1, index))];
    if (!next) return;
    setPage(next.page);
    rows.scrollTo(Math.max(0, Math.min(ranked.length - 1, index)), 'auto');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 15, PageUp: at - 15 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  };
  const typed = Number(text.trim());
  const isAddress = /^0x/i.test(text.trim());
  const wanted = isAddress ? Math.floor(typed / PAGE) : typed;
  const isFine = text.trim() === '' || (Number.isSafeInteger(wanted) && wanted >= 0 && wanted < lives.pageCount);
  return (
    <div className={css.pages}>
      <div className={css.ranking}>
        <div className={css.find}>
          <Field
            label="Page"
            value={text}
            onChange={(next) => {
              setText(next);
              const value = Number(next.trim());
              const number = /^0x/i.test(next.trim()) ? Math.floor(value / PAGE) : value;
              if (next.trim() !== '' && Number.isSafeInteger(number) && number >= 0 && number < lives.pageCount)
                setPage(number);
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
          aria-activedescendant={at >= 0 ? `page-${page}` : undefined}
          tabIndex={0}
          data-first
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
                onPointerDown={() => setPage(each.page)}
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
      <Life document={document} lives={lives} page={page} />
    </div>
  );
}

function Life({
  document,
  lives,
  page,
}: {
  readonly document: OpenDocument;
  readonly lives: PageLives;
  readonly page: number;
}) {
  const { moveTo, selectBytes } = useActions();
  const moments = useMemo(() => lives.lifeOf(page), [lives, page]);
  const go = (moment: PageMoment): void => {
    if (moment.head >= 0) moveTo(moment.head);
    if (moment.offset >= 0) selectBytes(moment.offset, moment.offset + 8, 'open');
  };
  const [scroller, rows] = useRows(moments.length, ROW);
  return (
    <div className={css.life}>
      <h3>
        Page {groupThousands(page)}, {hex(page * PAGE, 8)}: sent {groupThousands(lives.sendsOf(page))} time
        {lives.sendsOf(page) === 1 ? '' : 's'}
      </h3>
      {moments.length === 0 && (
        <p className="dim">Nothing happened to it{document.kind === 'run' ? '.' : ' that the file shows.'}</p>
      )}
      <div ref={scroller} className={css.scroll}>
        <ol style={{ height: rows.height, position: 'relative' }}>
          {moments.slice(rows.from, rows.to).map((moment, i) => (
            <li key={rows.from + i} className={css.moment} style={{ top: rows.top(rows.from + i) }}>
              <button type="button" onClick={() => go(moment)}>
                <span className="mono">{moment.time >= 0 ? formatMs(moment.time) : hex(moment.offset, 6)}</span>
                <span>
                  {moment.what}
                  {moment.count > 1 && ` by ${groupThousands(moment.count)} writes`}
                  {moment.pass > 0 && `, pass ${groupThousands(moment.pass)}`}
                  {moment.zero && ', all zero'}
                  {moment.offset >= 0 && moment.time >= 0 && <span className="dim"> {hex(moment.offset, 6)}</span>}
                </span>
              </button>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}
