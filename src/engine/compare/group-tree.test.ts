// Sizes of two streams by group, device and field: every byte is counted once, and what one has more of is found.
import { describe, expect, it } from 'vitest';
import { fileDocument, runDocument } from '../../testing/documents.ts';
import type { BytePair } from '../inspect/byte-tree.ts';
import { groupTree, sizeChanges } from './group-tree.ts';

const iterative = runDocument('iterative');
const baseline = runDocument('baseline');
const file = fileDocument();

function adds(node: BytePair): boolean {
  if (node.children.length === 0) return true;
  const sum = (side: 'a' | 'b'): number => node.children.reduce((total, child) => total + child[side], 0);
  return sum('a') === node.a && sum('b') === node.b && node.children.every(adds);
}

describe('bytes of two streams', () => {
  it.each([
    ['two runs', baseline, iterative],
    ['a file and a run', file, iterative],
  ])('%s: every byte is counted once, on every level', (_, a, b) => {
    const root = groupTree(a.inspection, b.inspection);
    expect([root.a, root.b]).toEqual([a.stream.length, b.stream.length]);
    expect(adds(root)).toBe(true);
    expect(root.children.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['memory', 'virtio-net', 'devices', 'description', 'framing']),
    );
  });

  it('what only the strategy sends has no bytes on the other side', () => {
    const root = groupTree(baseline.inspection, iterative.inspection);
    const nic = root.children.find(({ name }) => name === 'virtio-net')!;
    expect(nic.children.map(({ name, a }) => [name, a > 0])).toEqual([
      ['0000:00:03.0/virtio-net-iterative', false],
      ['0000:00:03.0/virtio-net', true],
    ]);
    const changes = sizeChanges(root);
    expect(changes[0]!.path).toMatch(/^(memory \/ ram \/ (zero )?pages|virtio-net \/ .*)$/);
    expect(changes.some(({ path }) => path === 'virtio-net / 0000:00:03.0/virtio-net-iterative / virtio')).toBe(true);
    expect(changes.every(({ a, b }) => a !== b)).toBe(true);
  });

  it('a stream beside itself has no changes', () => {
    expect(sizeChanges(groupTree(file.inspection, file.inspection))).toEqual([]);
  });
});
