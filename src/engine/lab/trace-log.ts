// Reads load times out of a real QEMU's trace log: lines of the event vmstate_downtime_load as any of its trace back-ends
// print them (QEMU migration/trace-events), whatever stands before the event's name. Times there are µs; here they are ns.
import type { ArmRuns, SectionRuns } from './runs.ts';

export interface LogFile {
  readonly name: string;
  readonly text: string;
}

export interface LogProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

export interface ImportedLog {
  readonly arm: ArmRuns;
  readonly lines: number;
  /** Lines with the event that were taken, and lines without it. */
  readonly taken: number;
  readonly others: number;
  readonly problems: readonly LogProblem[];
}

const EVENT = 'vmstate_downtime_load';
const NS_PER_US = 1000;

interface LoadLine {
  readonly iterable: boolean;
  readonly idstr: string;
  readonly instance: number;
  readonly ns: number;
}

/** Reads files as repeats of one arm. A section that comes again, or another file, begins another run. */
export function readTraceLogs(files: readonly LogFile[], id: string, label: string): ImportedLog {
  const runs: Map<string, LoadLine>[] = [];
  const problems: LogProblem[] = [];
  let [lines, taken, others] = [0, 0, 0];
  for (const { name, text } of files) {
    let run: Map<string, LoadLine> | null = null;
    const rows = text.split(/\r\n|\n|\r/);
    if (rows.at(-1) === '') rows.pop();
    lines += rows.length;
    for (const [i, row] of rows.entries()) {
      const read = readLine(row);
      if (read === null) others++;
      else if (typeof read === 'string') problems.push({ file: name, line: i + 1, reason: read, text: row });
      else {
        const key = `${read.iterable ? 'iterable' : 'non-iterable'} ${read.idstr} ${read.instance}`;
        if (!run || run.has(key)) {
          run = new Map<string, LoadLine>();
          runs.push(run);
        }
        run.set(key, read);
        taken++;
      }
    }
  }
  return { arm: armOf(runs, id, label), lines, taken, others, problems };
}

/** The load that a line tells of, null when it tells of something else, or what is wrong with it. */
function readLine(row: string): LoadLine | string | null {
  const at = row.indexOf(EVENT);
  if (at < 0) return null;
  const rest = row.slice(at + EVENT.length).trimEnd();
  const type = /^\s+type=(\S+)/.exec(rest);
  if (!type) return 'there is no type= after the name of the event';
  if (type[1] !== 'iterable' && type[1] !== 'non-iterable')
    return `type=${type[1]} is neither iterable nor non-iterable`;
  const idstr = /\sidstr=(.*?)\sinstance_id=/.exec(rest);
  if (!idstr) return 'there is no idstr= followed by instance_id=';
  if (idstr[1] === '') return 'idstr= is empty';
  const instance = /\sinstance_id=(\d+)\s/.exec(rest);
  if (!instance) return 'instance_id= is no whole number, or nothing follows it';
  const downtime = /\sdowntime=(\S*)$/.exec(rest);
  if (!downtime) return 'the line does not end with downtime=: it may be cut off';
  if (!/^\d{1,12}$/.test(downtime[1]!)) return `downtime=${downtime[1]} is no whole number of µs`;
  return {
    iterable: type[1] === 'iterable',
    idstr: idstr[1]!,
    instance: Number(instance[1]),
    ns: Number(downtime[1]) * NS_PER_US,
  };
}

function armOf(runs: readonly ReadonlyMap<string, LoadLine>[], id: string, label: string): ArmRuns {
  const sections = new Map<string, SectionRuns & { readonly values: number[] }>();
  for (const [i, run] of runs.entries())
    for (const [key, { idstr, instance, iterable, ns }] of run) {
      let section = sections.get(key);
      if (!section) {
        section = { key, idstr, instance, iterable, values: new Array<number>(runs.length).fill(Number.NaN) };
        sections.set(key, section);
      }
      section.values[i] = ns;
    }
  return { id, label, runs: runs.length, sections: [...sections.values()] };
}
