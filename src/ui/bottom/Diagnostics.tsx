// What is wrong with the stream or the run: severity, place, QEMU's or our words, and what usually causes it. Choosing
// one goes to its bytes. What is chosen is told in full below; the list itself is one line each.
import { useState } from 'react';
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import type { Severity } from '../../engine/inspect/inspection.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Sign } from '../primitives/Sign.tsx';
import { diagnosticsOf } from './diagnostics-of.ts';
import { RowList } from './RowList.tsx';
import css from './bottom.module.css';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

export function Diagnostics() {
  const document = useApp((state) => state.document);
  const { selectBytes } = useActions();
  const [active, setActive] = useState(0);
  const [hidden, setHidden] = useState<ReadonlySet<Severity>>(new Set());
  const all = document ? diagnosticsOf(document) : [];
  const list = all.filter(({ severity }) => !hidden.has(severity));
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
    const place = Math.min(chosen.offset, length - 1);
    if (place >= 0) selectBytes(place, place + 1, 'diagnostics');
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
      <RowList
        label="Diagnostics"
        id="diagnostic"
        count={list.length}
        current={at}
        onChoose={choose}
        classOf={() => css.row!}
        row={(index) => {
          const { severity, offset, message, cause } = list[index]!;
          return (
            <>
              <Sign severity={severity} />
              <span className="mono dim">{offset < 0 ? '—' : hex(offset, 6)}</span>
              <span className={css.clip}>
                {message} <span className="dim">{cause}</span>
              </span>
            </>
          );
        }}
      />
      {chosen && (
        <p className={css.detail}>
          {chosen.message} <span className="dim">{chosen.cause}</span>
        </p>
      )}
    </div>
  );
}
