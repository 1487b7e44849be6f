// The ring of the chosen queue: its drawing, and the table of indices with marks, arithmetic and differences; on the
// destination also as the check at the end of virtio_load() saw it.
import { useMemo, useState } from 'react';
import type { Side } from '../../engine/capture/capture.ts';
import { formatBytes, formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import { splitSizes } from '../../engine/virtqueue/split.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useApp } from '../app/use-app.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { nicView, type NicView } from '../devices/device-view.ts';
import devices from '../devices/devices.module.css';
import primitives from '../primitives/primitives.module.css';
import { BufferSteps } from './BufferSteps.tsx';
import { Arithmetic } from './Arithmetic.tsx';
import { Clock } from './Clock.tsx';
import { packedRows, splitRows } from './index-rows.ts';
import { IndexTable } from './IndexTable.tsx';
import { PackedRing } from './PackedRing.tsx';
import type { PackedRingView } from './read-packed-ring.ts';
import { checkAt, ringChecks, stateAtCheck, type RingCheck } from './ring-check.ts';
import { ringOf, type RingView } from './ring-view.ts';
import { SplitStrips } from './SplitStrips.tsx';
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
  return (
    <div data-rings={side}>
      <div className={devices.ringHead}>
        <b>{name}</b>
        <span className={`dim ${devices.idstr}`}>
          {seen && check ? `as the check saw it, ${formatMs(check.time)}` : ringTitle(view, index)}
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
        <Body
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

interface SwitchProps {
  readonly check: RingCheck;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

function CheckSwitch({ check, on, onChange }: SwitchProps) {
  return (
    <div className={primitives.switch} role="group" aria-label="State shown" title={`The check was ${check.outcome}`}>
      <button type="button" aria-pressed={!on} onClick={() => onChange(false)}>
        now
      </button>
      <button type="button" aria-pressed={on} onClick={() => onChange(true)}>
        at the check
      </button>
    </div>
  );
}

interface BodyProps {
  readonly document: RunDocument;
  readonly side: Side;
  readonly own: NicView;
  readonly other: NicView;
  readonly nic: number;
  readonly index: number;
  readonly found: RingView;
  readonly there: RingView | null;
  readonly time: number;
  readonly broken: boolean;
}

function Body({ document, side, own, other, nic, index, found, there, time, broken }: BodyProps) {
  const { name } = own.queues[index]!;
  const value = (field: string): number => own.cell(field, index).value;
  const buffer = useApp((state) => state.followedBuffer);
  const narrow = useNarrow();
  const life = (chain: string) => (
    <BufferSteps
      document={document}
      nic={nic}
      queue={index}
      isPacked={found.format === 'packed'}
      buffer={buffer}
      chain={chain}
    />
  );
  if (found.format === 'packed') {
    const { ring } = found;
    const theirs = there?.format === 'packed' ? there.ring : null;
    return (
      <>
        <PackedRing
          key={index}
          ring={ring}
          side={`side-${side}`}
          name={name}
          last={{ index: value('last_avail_idx'), wrap: value('last_avail_wrap_counter') }}
          used={{ index: value('used_idx'), wrap: value('used_wrap_counter') }}
          note={
            <>
              <span className="mono">{hex(ring.desc)}</span> · owner:{' '}
              <span style={{ color: `var(--side-${side})` }}>■</span> device □ driver
            </>
          }
        />
        {buffer >= 0 ? (
          life(slotsOf(ring, buffer))
        ) : (
          <div className={css.whole}>
            <IndexTable
              document={document}
              side={side}
              name={name}
              device={own.device}
              rows={packedRows(own, other, index, ring, theirs)}
              time={time}
            />
          </div>
        )}
      </>
    );
  }
  const { ring } = found;
  const theirs = there?.format === 'split' ? there.ring : null;
  const last = value('last_avail_idx');
  const strips = (
    <SplitStrips
      document={document}
      ring={ring}
      side={side}
      last={last}
      different={other.cell('last_avail_idx', index).value !== last && side === 'destination'}
      time={time}
      folds={narrow}
    />
  );
  return (
    <>
      {!narrow && strips}
      {buffer >= 0 ? (
        life(`chain ${ring.chain(buffer).join(' → ')}`)
      ) : (
        <>
          <Arithmetic avail={ring.availIdx} last={last} num={ring.num} isVerdict={broken} />
          <div className={css.index}>
            <Clock
              lastAvail={last}
              avail={ring.availIdx}
              used={ring.usedIdx}
              shadow={value('shadow_avail_idx')}
              num={ring.num}
              side={`side-${side}`}
            />
            <IndexTable
              document={document}
              side={side}
              name={name}
              device={own.device}
              rows={splitRows(own, other, index, ring, theirs)}
              time={time}
            />
          </div>
        </>
      )}
      {narrow && strips}
    </>
  );
}

/** Slots that hold a packed ring's buffer. */
function slotsOf(ring: PackedRingView, id: number): string {
  const slots = Array.from({ length: ring.num }, (_, slot) => slot).filter((slot) => ring.slot(slot).id === id);
  return slots.length === 0 ? 'not in the ring' : `slot ${slots.slice(0, 4).join(', ')}`;
}
