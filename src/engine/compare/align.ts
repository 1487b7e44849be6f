// Which frame of one stream is which of another: by type, name, instance and occurrence, never by place, so that a
// section more or less does not make everything behind it differ.
import type { Inspection } from '../inspect/inspection.ts';
import { describeFrame } from '../inspect/describe-frame.ts';

export interface FramePair {
  /** `FULL 0000:00:03.0/virtio-net`, with instance and occurrence where they are not 0. */
  readonly key: string;
  readonly type: string;
  readonly idstr: string;
  /** Row of its span in each stream, or -1. */
  readonly a: number;
  readonly b: number;
}

interface NamedFrame {
  readonly key: string;
  readonly type: string;
  readonly idstr: string;
  readonly row: number;
}

function namedFrames(inspection: Inspection): readonly NamedFrame[] {
  const instances = new Map(inspection.sections.map(({ row, instanceId }) => [row, instanceId]));
  const seen = new Map<string, number>();
  return Array.from(inspection.frames, (row) => {
    const { type, idstr: shown } = describeFrame(inspection, row);
    // The machine of the configuration is a value of it, not its name.
    const idstr = type === 'CONFIG' ? '' : shown;
    const instance = instances.get(row) ?? -1;
    const name = `${type}${idstr ? ` ${idstr}` : ''}${instance > 0 ? ` instance ${instance}` : ''}`;
    const number = seen.get(name) ?? 0;
    seen.set(name, number + 1);
    return { key: number > 0 ? `${name} #${number + 1}` : name, type, idstr, row };
  });
}

/** All frames of both, in the order of `a`, each that only `b` has behind the one that stands before it there. */
export function alignFrames(a: Inspection, b: Inspection): readonly FramePair[] {
  const [left, right] = [namedFrames(a), namedFrames(b)];
  const inB = new Map(right.map((frame) => [frame.key, frame.row]));
  const inA = new Set(left.map(({ key }) => key));
  /** Frames of b alone, by the key of the shared frame before them. */
  const behind = new Map<string, FramePair[]>();
  let before = '';
  for (const { key, type, idstr, row } of right) {
    if (inA.has(key)) before = key;
    else behind.set(before, [...(behind.get(before) ?? []), { key, type, idstr, a: -1, b: row }]);
  }
  return [
    ...(behind.get('') ?? []),
    ...left.flatMap(({ key, type, idstr, row }) => [
      { key, type, idstr, a: row, b: inB.get(key) ?? -1 },
      ...(behind.get(key) ?? []),
    ]),
  ];
}
