// Sections by device for bars and tables: the NIC first, the dearest next, the rest as one. Medians in ns.
import { present, type ArmRuns } from '../../engine/lab/runs.ts';
import { summarise, type Summary } from '../../engine/lab/statistics.ts';

export interface DeviceRow {
  readonly name: string;
  /** By arm; null where it has no such section. Of the last row, sums of medians only. */
  readonly cells: readonly (Summary | null)[];
}

export interface DeviceGroups {
  readonly rows: readonly DeviceRow[];
  /** Sections in one figure, and by arm the sum of their medians. */
  readonly others: { readonly count: number; readonly sums: readonly number[] };
}

/** `keep`: devices with a row of their own. */
export function deviceGroups(arms: readonly ArmRuns[], keep: number): DeviceGroups {
  const keys = new Map<string, string>();
  for (const { sections } of arms) for (const { key, idstr, iterable } of sections) if (!iterable) keys.set(key, idstr);
  const rows = Array.from(keys, ([key, idstr]): DeviceRow => {
    const cells = arms.map(({ sections }) => {
      const values = present(sections.find((section) => section.key === key)?.values ?? []);
      return values.length > 0 ? summarise(values) : null;
    });
    return { name: idstr.slice(idstr.lastIndexOf('/') + 1), cells };
  });
  const weight = ({ name, cells }: DeviceRow): number =>
    name === 'virtio-net' ? Infinity : Math.max(...cells.map((cell) => cell?.median ?? 0));
  rows.sort((a, b) => weight(b) - weight(a));
  const rest = rows.slice(keep);
  const sums = arms.map((_, i) => rest.reduce((sum, { cells }) => sum + (cells[i]?.median ?? 0), 0));
  return { rows: rows.slice(0, keep), others: { count: rest.length, sums } };
}
