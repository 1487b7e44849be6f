// Load times of many migrations of one arm, wherever they come from: modelled, measured or imported. One value for each run
// and section, ns; NaN where a run does not have the section.

export interface SectionRuns {
  /** Type, idstr and instance id: names a section within an arm. */
  readonly key: string;
  readonly idstr: string;
  readonly instance: number;
  /** Loaded as END of an iterable entry; else a FULL section. */
  readonly iterable: boolean;
  readonly values: readonly number[];
}

export interface ArmRuns {
  readonly id: string;
  readonly label: string;
  readonly runs: number;
  readonly sections: readonly SectionRuns[];
  /** Session of each run, from 1; runs of a session were made on the same host in one go. */
  readonly sessions?: readonly number[];
  /** Downtime that the source reported for each run, ns. */
  readonly downtime?: readonly number[];
}

/** The NIC's own FULL section: the first whose idstr ends with virtio-net. */
export function nicSection({ sections }: ArmRuns): SectionRuns | null {
  return sections.find(({ idstr, iterable }) => !iterable && /(?:^|\/)virtio-net$/.test(idstr)) ?? null;
}

/** For each run, the sum of all its non-iterable sections, ns. */
export function runSums({ runs, sections }: ArmRuns): number[] {
  const sums = new Array<number>(runs).fill(0);
  for (const { iterable, values } of sections)
    if (!iterable) for (const [i, value] of values.entries()) if (!Number.isNaN(value)) sums[i]! += value;
  return sums;
}

/** Values of runs that have one. */
export function present(values: readonly number[]): number[] {
  return values.filter((value) => !Number.isNaN(value));
}

/** Values by session, in order of sessions; one group when there are none. */
export function bySession(values: readonly number[], sessions: readonly number[] | undefined): number[][] {
  if (!sessions) return [present(values)];
  const groups = Array.from({ length: Math.max(0, ...sessions) }, (): number[] => []);
  for (const [i, value] of values.entries()) if (!Number.isNaN(value)) groups[sessions[i]! - 1]!.push(value);
  return groups;
}

/** Arms of a table of our measurements: sessions with load times in µs by section and run. */
export interface MeasuredFile {
  readonly sessions: readonly Readonly<
    Record<
      string,
      { readonly load: Readonly<Record<string, readonly number[]>>; readonly 'downtime-ms': readonly number[] }
    >
  >[];
}

const NS_PER_US = 1000;
const NS_PER_MS = 1_000_000;

/** One arm of it. Throws RangeError when the file does not have it. */
export function measuredArm({ sessions }: MeasuredFile, name: string, label: string): ArmRuns {
  const parts = sessions.map((session) => session[name]);
  const number: number[] = [];
  const downtime: number[] = [];
  const sections = new Map<string, number[]>();
  for (const [i, part] of parts.entries()) {
    if (!part) throw new RangeError(`session ${i + 1} has no arm ${name}`);
    const before = number.length;
    for (const ms of part['downtime-ms']) {
      number.push(i + 1);
      downtime.push(ms * NS_PER_MS);
    }
    for (const [key, values] of Object.entries(part.load)) {
      const all = sections.get(key) ?? [];
      while (all.length < before) all.push(Number.NaN);
      all.push(...values.map((us) => us * NS_PER_US));
      sections.set(key, all);
    }
  }
  const runs = number.length;
  return {
    id: name,
    label,
    runs,
    sessions: number,
    downtime,
    sections: Array.from(sections, ([key, values]) => {
      const [type, ...rest] = key.split(' ');
      while (values.length < runs) values.push(Number.NaN);
      const instance = Number(rest.pop());
      return { key, idstr: rest.join(' '), instance, iterable: type === 'iterable', values };
    }),
  };
}

/** Loads of stored streams: an object of µs by `idstr instance` for each run, non-iterable sections only. */
export function storedArm(runs: readonly Readonly<Record<string, number>>[], id: string, label: string): ArmRuns {
  const keys = new Set(runs.flatMap((run) => Object.keys(run)));
  return {
    id,
    label,
    runs: runs.length,
    sections: Array.from(keys, (key) => {
      const cut = key.lastIndexOf(' ');
      const values = runs.map((run) => (run[key] ?? Number.NaN) * NS_PER_US);
      return {
        key: `non-iterable ${key}`,
        idstr: key.slice(0, cut),
        instance: Number(key.slice(cut + 1)),
        iterable: false,
        values,
      };
    }),
  };
}
