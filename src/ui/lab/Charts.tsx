// The drawings of one source: by device, the NIC's own section, the sum, and what is known beside (mechanisms, downtime).
import { PARTS } from '../../engine/lab/arms.ts';
import { nicSection, runSums, type ArmRuns } from '../../engine/lab/runs.ts';
import { PART_WORDS } from '../../store/lab/lab-store.ts';
import type { ModelledRuns } from '../../store/lab/model-in-slices.ts';
import { Bars } from './Bars.tsx';
import { Chart } from './Chart.tsx';
import { deviceGroups } from './device-groups.ts';
import { Spreads, type Spread } from './Spreads.tsx';
import { Sweep } from './Sweep.tsx';
import { ORIGIN, useLab, useShownArms } from './use-lab.ts';
import css from './lab.module.css';

const BAR_DEVICES = 5;

export function Charts() {
  const arms = useShownArms();
  const source = useLab((state) => state.source);
  const other = useLab((state) => state.other);
  const work = useLab((state) => state.work);
  if (arms.length === 0)
    return (
      <p className={css.empty}>
        {work
          ? '…'
          : source === 'imported'
            ? 'Nothing is imported yet. Drop trace logs of a real QEMU here, or choose or paste them at the left.'
            : 'No arm is chosen.'}
      </p>
    );
  const origin = ORIGIN[source];
  const spreads = (of: (arm: ArmRuns) => readonly number[]): Spread[] =>
    arms.map((arm) => ({ label: arm.label, accent: arm.id === other, values: of(arm), sessions: arm.sessions }));
  const nics = arms.filter(nicSection);
  if (source === 'browser')
    return (
      <Chart
        title="virtio-net’s section in this browser"
        about={`${origin}; wall-clock of the engine, not of QEMU: look at ratios`}
      >
        <Spreads
          label="Times of the engine’s own save and load"
          spreads={spreads((arm) => nicSection(arm)?.values ?? [])}
        />
      </Chart>
    );
  const { rows, others } = deviceGroups(arms, BAR_DEVICES);
  const names = [...rows.map(({ name }) => name), `${others.count} others`];
  const modelled = arms.filter((arm): arm is ModelledRuns => 'nicParts' in arm);
  return (
    <>
      <Chart title="By device" about={`${origin}; median of each section; the bars add medians`}>
        <Bars
          label="Load time by device"
          names={names}
          bars={arms.map((arm, i) => ({
            label: arm.label,
            values: [...rows.map(({ cells }) => cells[i]?.median ?? 0), others.sums[i]!],
          }))}
        />
      </Chart>
      {modelled.length > 0 && (
        <>
          <Chart title="Why: virtio-net’s own section" about="modelled; by mechanism, without the spread">
            <Bars
              label="virtio-net’s load by mechanism"
              names={PARTS_SHOWN.map((part) => PART_WORDS[part])}
              bars={modelled.map(({ label, nicParts }) => ({
                label,
                values: PARTS_SHOWN.map((part) => nicParts[part]),
              }))}
            />
          </Chart>
          <Chart title="Why: all non-iterable sections" about="modelled; by mechanism, without the spread">
            <Bars
              label="The whole load by mechanism"
              names={PARTS_SHOWN.map((part) => PART_WORDS[part])}
              bars={modelled.map(({ label, sumParts }) => ({
                label,
                values: PARTS_SHOWN.map((part) => sumParts[part]),
              }))}
            />
          </Chart>
        </>
      )}
      {nics.length > 0 && (
        <Chart title="virtio-net’s own section" about={`${origin}; bar: median, line: quartiles${sessionWords(arms)}`}>
          <Spreads
            label="Load time of virtio-net’s own section"
            spreads={spreads((arm) => nicSection(arm)?.values ?? [])}
          />
        </Chart>
      )}
      <Chart
        title="Sum of all non-iterable sections"
        about={`${origin}; bar: median, line: quartiles${sessionWords(arms)}`}
      >
        <Spreads label="Sum of all non-iterable sections" spreads={spreads(runSums)} />
      </Chart>
      {modelled.length > 0 && (
        <Chart title="Paid earlier, while the guest runs" about="modelled; early loads in setup, outside the downtime">
          <Spreads label="Early loads" spreads={spreads((arm) => (arm as ModelledRuns).early)} />
        </Chart>
      )}
      {modelled.length > 0 && <Sweep arms={modelled.map(({ id }) => id)} />}
      {arms.every(({ downtime }) => downtime) && (
        <Chart
          title="Downtime the source reports"
          about={`${origin}; most of it is the pause-before-switchover handshake`}
        >
          <Spreads label="Downtime" spreads={spreads(({ downtime }) => downtime ?? [])} />
        </Chart>
      )}
    </>
  );
}

/** Dearest first; RAM has a section of its own. */
const PARTS_SHOWN = [...PARTS]
  .filter((part) => part !== 'ram')
  .sort((a, b) => Number(a === 'fixed') - Number(b === 'fixed'));

function sessionWords(arms: readonly ArmRuns[]): string {
  return arms.some(({ sessions }) => sessions) ? '; circles: medians of sessions' : '';
}
