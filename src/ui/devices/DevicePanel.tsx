// One side's NIC at the cursor.
import type { Side } from '../../engine/capture/capture.ts';
import { useApp } from '../app/use-app.ts';
import { DeviceBody } from './DeviceBody.tsx';
import css from './devices.module.css';

export function DevicePanel({ side }: { readonly side: Side }) {
  const document = useApp((state) => state.document);
  const title = side === 'source' ? 'Source' : 'Destination';
  if (document?.kind !== 'run') return <section className={css.panel} aria-label={title} />;
  return (
    <section
      className={css.panel}
      aria-label={title}
      tabIndex={-1}
      data-panel={side === 'source' ? '2' : '6'}
      data-testid={side}
    >
      <DeviceBody document={document} side={side} title={title} />
    </section>
  );
}
