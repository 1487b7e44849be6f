// A file's virtio-net "as saved": what the stream carries of it, and its rings as the stream's guest memory has them. What a
// file cannot contain is a dash.
import { useMemo, useState } from 'react';
import { useApp } from '../app/use-app.ts';
import { PanelHeader } from '../primitives/PanelHeader.tsx';
import primitives from '../primitives/primitives.module.css';
import { Legend } from '../rings/Legend.tsx';
import { savedNics } from './saved-view.ts';
import { SavedBody } from './SavedBody.tsx';
import css from './devices.module.css';

export function SavedDevicePanel() {
  const document = useApp((state) => state.document);
  const nics = useMemo(() => (document?.kind === 'file' ? savedNics(document) : []), [document]);
  const [chosen, setChosen] = useState(0);
  const nic = nics[chosen] ?? nics[0];
  if (!nic || document?.kind !== 'file') {
    return (
      <section className={css.panel} aria-label="As saved" tabIndex={-1} data-panel="6">
        <PanelHeader title="As saved" />
        <p style={{ padding: 12 }} className="dim">
          No virtio-net state could be read from this file.
        </p>
      </section>
    );
  }
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
        <SavedBody key={nic.idstr} document={document} nic={nic} />
      </div>
      <div className={css.legend}>
        <Legend isFile />
      </div>
    </section>
  );
}
