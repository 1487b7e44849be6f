// The ring of the chosen queue: its drawing, and the table of indices with marks, arithmetic and differences; on the
// destination also as the check at the end of virtio_load() saw it.
import { useMemo, useState } from 'react';
import type { Side } from '../../engine/capture/capture.ts';
import { formatBytes, formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import { splitSizes } from '../../engine/virtqueue/split.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useApp } from '../app/use-app.ts';
import { nicView, type NicView } from '../devices/device-view.ts';
import devices from '../devices/devices.module.css';
import primitives from '../primitives/primitives.module.css';
import { CheckSwitch } from './CheckSwitch.tsx';
import { checkAt, ringChecks, stateAtCheck } from './ring-check.ts';
import { ringOf } from './ring-view.ts';
import { RingBody } from './RingBody.tsx';
import css from './rings.module.css';

interface Props {
  readonly document: RunDocument;
  readonly side: Side;
  readonly own: NicView;
  readonly other: NicView;
  readonly nic: number;
  readonly queue: number;
}

export function RingSection({ document, side, own, other, nic, queue }: Props) {
  const time = useApp((state) => state.time);
  const index = Math.min(queue, own.queues.length - 1);
  const { name } = own.queues[index]!;
  const [looksBack, setLooksBack] = useState(false);
  const checks = useMemo(
    () => (side === 'destination' ? ringChecks(document, own.device, nic, index) : []),
    [document, side, own.device, nic, index],
  );
  const check = checkAt(checks, time);
  const seen = useMemo(
    () => (looksBack && check ? nicView(document, side, nic, stateAtCheck(document, check)) : null),
    [document, side, nic, looksBack, check],
  );
  const view = seen ?? own;
  const at = seen && check ? check.time : time;
  const found = ringOf(document, view, index);
  const there = seen ? null : ringOf(document, other, index);
  const title = seen && check ? `as the check saw it, ${formatMs(check.time)}` : ringTitle(view, index);
  return (
    <div data-rings={side}>
      <div className={devices.ringHead}>
        <b>{name}</b>
        <span className={`dim ${devices.idstr}`} title={title}>
          {title}
        </span>
        <span className={primitives.grow} />
        {check && <CheckSwitch check={check} on={seen !== null} onChange={setLooksBack} />}
      </div>
      {found === null ? (
        <p className={css.none}>
          {view.cell('desc', index).value === 0
            ? side === 'destination'
              ? "No ring addresses yet: they come with virtio-net's state. Until then this device does not know where the guest keeps its rings."
              : 'The driver has not set this queue up.'
            : 'The ring lies outside of the recorded guest memory.'}
        </p>
      ) : (
        <RingBody
          document={document}
          side={side}
          own={view}
          other={seen ?? other}
          nic={nic}
          index={index}
          found={found}
          there={there}
          time={at}
          broken={seen !== null && check?.outcome === 'broken'}
        />
      )}
    </div>
  );
}

/** What kind of ring it is, and how large. */
function ringTitle(view: NicView, queue: number): string {
  const num = view.cell('num', queue).value;
  const entries = `${groupThousands(num)} entries`;
  if (view.isPacked) return `packed ring · ${entries} · AVAIL bit above USED bit`;
  if (!view.isLegacy) return `split ring · ${entries}`;
  const [desc, used] = [view.cell('desc', queue).value, view.cell('used', queue).value];
  return `legacy ring · ${entries} · PFN ${hex(desc / 4096)}, one block of ${formatBytes(used + splitSizes(num).used - desc)}`;
}
