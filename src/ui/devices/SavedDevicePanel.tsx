// A file's virtio-net "as saved": what the stream carries of it. What a file cannot contain is a dash.
import { useMemo, useState } from 'react';
import { groupThousands, hex, macText } from '../../engine/bytes/text.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { PanelHeader } from '../primitives/PanelHeader.tsx';
import primitives from '../primitives/primitives.module.css';
import { Legend } from '../rings/Glyphs.tsx';
import { featureNames, STATUS_BITS } from './device-view.ts';
import { savedNics } from './saved-view.ts';
import css from './devices.module.css';

export function SavedDevicePanel() {
  const document = useApp((state) => state.document);
  const { selectRow } = useActions();
  const [all, setAll] = useState(false);
  const nics = useMemo(() => (document?.kind === 'file' ? savedNics(document) : []), [document]);
  const [chosen, setChosen] = useState(0);
  const nic = nics[chosen] ?? nics[0];
  if (!nic) {
    return (
      <section className={css.panel} aria-label="As saved" tabIndex={-1} data-panel="6">
        <PanelHeader title="As saved" />
        <p style={{ padding: 12 }} className="dim">
          No virtio-net state could be read from this file.
        </p>
      </section>
    );
  }
  const names = featureNames(nic.features);
  return (
    <section className={css.panel} aria-label="As saved" tabIndex={-1} data-panel="6" data-testid="saved">
      <PanelHeader title="As saved">
        <span className={`dim mono ${css.idstr}`}>{nic.idstr}</span>
        <span className={primitives.grow} />
        {nics.length > 1 && (
          <button type="button" className={css.link} onClick={() => setChosen((chosen + 1) % nics.length)}>
            {chosen + 1} of {nics.length} ▸
          </button>
        )}
      </PanelHeader>
      <div className={css.scroll}>
        <dl className={css.facts}>
          <dt>Status</dt>
          <dd>
            <span className="mono">{hex(nic.status, 2)}</span>{' '}
            {STATUS_BITS.filter(([bit]) => (nic.status & bit) !== 0).map(([, name]) => (
              <span key={name} className={primitives.chip}>
                {name}
              </span>
            ))}
          </dd>
          <dt>Features</dt>
          <dd className={all ? css.tall : undefined}>
            <span className="mono">{hex(nic.features)}</span>{' '}
            {names.slice(0, all ? names.length : 2).map((name) => (
              <span key={name} className={primitives.chip}>
                {name}
              </span>
            ))}
            {names.length > 2 && (
              <button type="button" className={css.link} aria-expanded={all} onClick={() => setAll(!all)}>
                {all ? 'fewer ▴' : `+ ${names.length - 2} ▾`}
              </button>
            )}
          </dd>
          <dt>Config</dt>
          <dd>
            {nic.mac ? <span className="mono">{macText(nic.mac)}</span> : '—'}
            {nic.linkUp !== null && ` link ${nic.linkUp ? 'up' : 'down'}`}
            {nic.promiscuous && ' · promiscuous'}
          </dd>
        </dl>
        <table className={css.queues} aria-label="Queues as saved">
          <thead>
            <tr>
              <th>queue</th>
              <th>num</th>
              <th>last_avail_idx</th>
              <th>used_idx</th>
              <th>inuse</th>
            </tr>
          </thead>
          <tbody>
            {nic.queues.map((queue) => (
              <tr key={queue.index} onClick={() => selectRow(queue.row, 'device')}>
                <th scope="row">
                  <button type="button" onClick={() => selectRow(queue.row, 'device')}>
                    {queue.name}
                  </button>
                </th>
                <td className="mono">{groupThousands(queue.num)}</td>
                <td className="mono">{groupThousands(queue.lastAvailIdx)}</td>
                <td className="dim">—</td>
                <td className="dim">—</td>
              </tr>
            ))}
          </tbody>
        </table>
        {nic.changes > 0 && (
          <p style={{ padding: 12 }} className="dim">
            Put together from START and {groupThousands(nic.changes)} {nic.changes === 1 ? 'change' : 'changes'} since:
            strategy delta, a proposal of this project.
          </p>
        )}
        <p style={{ padding: 12 }} className="dim">
          used_idx and inuse are not in a stream: the destination reads the first from guest memory and computes the
          second.
        </p>
      </div>
      <div className={css.legend}>
        <Legend />
      </div>
    </section>
  );
}
