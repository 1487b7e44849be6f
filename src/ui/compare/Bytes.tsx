// Where the bytes of both streams go: an icicle of groups, devices and fields, each as wide as the larger of its two sizes,
// and below it a table of what differs most, which is its twin for screen readers.
import { useMemo, useState } from 'react';
import { formatBytes, groupThousands } from '../../engine/bytes/text.ts';
import { groupTree, sizeChanges } from '../../engine/compare/group-tree.ts';
import type { Comparison } from '../../store/compare.ts';
import { ByteBlock } from './ByteBlock.tsx';
import { changeText } from './change-text.ts';
import css from './compare.module.css';

/** Rows of the table; there are more only of streams that have little in common. */
const MOST_ROWS = 200;

export function Bytes({ comparison }: { readonly comparison: Comparison }) {
  const { a, b } = comparison;
  const root = useMemo(() => groupTree(a.inspection, b.inspection), [a, b]);
  // Guest memory is most of any stream: devices are seen without it.
  const [memory, setMemory] = useState(false);
  const groups = root.children.filter(({ name }) => memory || name !== 'memory');
  const changes = useMemo(() => sizeChanges(root), [root]);
  return (
    <>
      <p className={css.none}>
        <label className={css.withMemory}>
          <input type="checkbox" checked={memory} onChange={(event) => setMemory(event.target.checked)} /> guest memory
          too
        </label>
        {formatBytes(root.a)} shown, {formatBytes(root.b)} in the other. A block is as wide as the larger of the two;
        one with a line below it has another size in the other.
      </p>
      <div className={css.icicle} aria-hidden="true">
        {groups.map((group) => (
          <ByteBlock key={group.name} node={group} share={Math.max(group.a, group.b)} />
        ))}
      </div>
      <table className={css.table}>
        <caption>
          {changes.length === 0
            ? 'Every group, device and field has the same size in both.'
            : `${groupThousands(changes.length)} fields have another size in the other, the largest difference first.`}
        </caption>
        <thead>
          <tr>
            <th>group / device / field</th>
            <th className={css.number}>shown, bytes</th>
            <th className={css.number}>other, bytes</th>
            <th className={css.number}>other − shown</th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, MOST_ROWS).map(({ path, a: shown, b: other }) => (
            <tr key={path}>
              <td>{path}</td>
              <td className={css.number}>{groupThousands(shown)}</td>
              <td className={css.number}>{groupThousands(other)}</td>
              <td className={css.number}>{changeText(other - shown)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
