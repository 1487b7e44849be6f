// What is wrong with the stream or the run: severity, place, QEMU's or our words, and what usually causes it. Choosing
// one goes to its bytes. What is chosen is told in full below; the list itself is one line each.
import { useState, type KeyboardEvent } from 'react';
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import type { Severity } from '../../engine/inspect/inspection.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Sign } from '../primitives/Sign.tsx';
import { useRows } from '../primitives/use-rows.ts';
import { diagnosticsOf } from './diagnostics-of.ts';
import css from './bottom.module.css';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

export function Diagnostics() {
  const document = useApp((state) => state.document);
  const { selectBytes } = useActions();
  const [active, setActive] = useState(0);
  const [hidden, setHidden] = useState<ReadonlySet<Severity>>(new Set());
  const all = document ? diagnosticsOf(document) : [];
  const list = all.filter(({ severity }) => !hidden.has(severity));
  const [scroller, rows] = useRows(list.length, 20, 6);
  if (!document) return null;
  if (all.length === 0) {
    return (
      <div className={`${css.text} dim`}>
        <p>
          No errors and no warnings{document.kind === 'run' ? ' in this run' : ': every byte of this file is decoded'}.
        </p>
      </div>
    );
  }
  const { length } = document.stream;
  const at = Math.min(active, list.length - 1);
  const choose = (to: number): void => {
    const index = Math.max(0, Math.min(list.length - 1, to));
    const chosen = list[index];
    if (!chosen) return;
    setActive(index);
    rows.scrollTo(index, 'auto');
    const place = Math.min(chosen.offset, length - 1);
    if (place >= 0) selectBytes(place, place + 1, 'diagnostics');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 5,
      PageUp: at - 5,
      Home: 0,
      End: list.length - 1,
      Enter: at,
    };
    const to = moves[event.key];
    if (to === undefined || event.altKey || event.shiftKey) return;
    event.preventDefault();
    choose(to);
  };
  const toggle = (severity: Severity): void => {
    const next = new Set(hidden);
    if (!next.delete(severity)) next.add(severity);
    setHidden(next);
  };
  const chosen = list[at];
  return (
    <div className={css.log} data-testid="diagnostics">
      <div className={css.logBar} role="group" aria-label="Severities shown">
        {SEVERITIES.map((severity) => {
          const count = all.filter((one) => one.severity === severity).length;
          return (
            <button
              key={severity}
              type="button"
              className={css.severity}
              aria-pressed={!hidden.has(severity)}
              disabled={count === 0}
              onClick={() => toggle(severity)}
            >
              <Sign severity={severity} /> {groupThousands(count)} {severity}
              {count === 1 ? '' : 's'}
            </button>
          );
        })}
      </div>
      <div
        ref={scroller}
        className={css.list}
        role="listbox"
        tabIndex={0}
        aria-label="Diagnostics"
        aria-activedescendant={at >= rows.from && at < rows.to ? `diagnostic-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: rows.height, position: 'relative' }} role="presentation">
          {list.slice(rows.from, rows.to).map(({ severity, offset, message, cause }, i) => {
            const index = rows.from + i;
            return (
              <div
                key={index}
                id={`diagnostic-${index}`}
                role="option"
                aria-selected={index === at}
                aria-setsize={list.length}
                aria-posinset={index + 1}
                className={index === at ? `${css.row} ${css.current}` : css.row}
                style={{ top: rows.top(index) }}
                onPointerDown={() => choose(index)}
              >
                <Sign severity={severity} />
                <span className="mono dim">{offset < 0 ? '—' : hex(offset, 6)}</span>
                <span className={css.clip}>
                  {message} <span className="dim">{cause}</span>
                </span>
              </div>
            );
          })}
        </div>
      </div>
      {chosen && (
        <p className={css.detail}>
          {chosen.message} <span className="dim">{chosen.cause}</span>
        </p>
      )}
    </div>
  );
}
