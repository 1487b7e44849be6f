// What an opened file holds: name, size, machine, pages, and its bytes by kind and by section.
import { useMemo } from 'react';
import { capabilityText } from '../../engine/inspect/describe-frame.ts';
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import { RamFlag } from '../../engine/ram/ram-flags.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { PanelHeader } from '../primitives/PanelHeader.tsx';
import devices from '../devices/devices.module.css';
import { fileShares } from './file-summary.ts';
import css from './file.module.css';

export function FilePanel() {
  const document = useApp((state) => state.document);
  const { selectRow } = useActions();
  const shares = useMemo(() => (document?.kind === 'file' ? fileShares(document) : []), [document]);
  const bySize = useMemo(
    () => [...(document?.frames ?? [])].sort((a, b) => b.end - b.start - (a.end - a.start)).slice(0, 100),
    [document],
  );
  if (document?.kind !== 'file') return null;
  const { inspection, stream } = document;
  const { records } = inspection;
  let withData = 0;
  for (let i = 0; i < records.length; i++) if ((records.flags[i]! & RamFlag.Zero) === 0) withData++;
  const most = Math.max(1, ...shares.map(({ bytes }) => bytes));
  return (
    <section className={devices.panel} aria-label="File" tabIndex={-1} data-panel="2" data-testid="file">
      <PanelHeader title="File">
        <span className="dim">read from disk, never uploaded</span>
      </PanelHeader>
      <div className={devices.scroll}>
        <dl className={devices.facts}>
          <dt>Name</dt>
          <dd className="mono" title={document.name}>
            {document.name}
          </dd>
          <dt>Size</dt>
          <dd>
            <span className="mono">{groupThousands(stream.length)}</span> bytes
            {document.fileSize !== stream.length && (
              <span className="dim"> · {groupThousands(document.fileSize)} packed</span>
            )}
          </dd>
          <dt>Machine</dt>
          <dd>
            <span className="mono">{inspection.machine || '—'}</span>
            <span className="dim">
              {' '}
              · {inspection.capabilities.map(capabilityText).join(', ') || 'no capabilities'}
            </span>
          </dd>
          <dt>Pages</dt>
          <dd>
            <span className="mono">{groupThousands(records.length)}</span> pages,{' '}
            <span className="mono">{groupThousands(withData)}</span> with data
          </dd>
        </dl>
        <table className={css.table} aria-label="Bytes by kind">
          <thead>
            <tr>
              <th>what</th>
              <th>bytes</th>
              <th>share</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {shares.map(({ what, bytes, wrong }) => (
              <tr key={what} className={wrong ? css.wrong : undefined}>
                <th scope="row">{what}</th>
                <td className="mono">{bytes === 0 ? 'missing' : groupThousands(bytes)}</td>
                <td className="mono dim">{bytes === 0 ? '' : `${((bytes / stream.length) * 100).toFixed(1)} %`}</td>
                <td>
                  <span className={css.bar} style={{ width: (bytes / most) * 72 }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className={devices.ringHead}>
          <b>Sections</b> <span className="dim">by size</span>
        </div>
        <table className={css.table} aria-label="Sections by size">
          <tbody>
            {bySize.map((frame) => (
              <tr key={frame.number} onClick={() => selectRow(frame.row, 'device')}>
                <th scope="row">
                  <button type="button" title={frame.idstr} onClick={() => selectRow(frame.row, 'device')}>
                    <span className="mono dim">{frame.type}</span> {frame.idstr}
                  </button>
                </th>
                <td className="mono dim">{hex(frame.start, 6)}</td>
                <td className="mono">{groupThousands(frame.end - frame.start)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
