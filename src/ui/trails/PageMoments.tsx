// The life of one guest page: when it was dirtied, sent and loaded; each moment is a place to stop.
import { useMemo } from 'react';
import { formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import type { PageLives, PageMoment } from '../../engine/capture/page-life.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions } from '../app/use-app.ts';
import { useRows } from '../primitives/use-rows.ts';
import css from './trails.module.css';

const PAGE = 4096;
const ROW = 20;

interface Props {
  readonly document: OpenDocument;
  readonly lives: PageLives;
  readonly page: number;
}

export function PageMoments({ document, lives, page }: Props) {
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
