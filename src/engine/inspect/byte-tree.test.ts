// Where the bytes are: sums that add up, arrays counted once, pages by kind and block, two streams side by side.
import { expect, it } from 'vitest';
import { captureStream, fixtureStream } from '../../testing/fixtures.ts';
import { ramPart, ramStart, StreamBuilder } from '../../testing/stream-builder.ts';
import { wire } from '../../testing/wire.ts';
import { byteTree, pairTrees, type ByteNode } from './byte-tree.ts';
import { inspect } from './inspect.ts';

const builder = (words: string): Uint8Array =>
  new StreamBuilder()
    .section(1, 2, 'ram', ramStart(16), 4)
    .part(
      2,
      2,
      ramPart([
        ['page', 1],
        ['zero', 2],
        ['zero', 3],
      ]),
    )
    .part(3, 2, ramPart([['page', 1]]))
    .device(3, 'dev', wire(words), {
      fields: [
        { name: 'ticks', type: 'uint16', size: 2 },
        { name: 'words', type: 'uint16', size: 2, array_len: words.split(' ').length - 1 },
      ],
    })
    .end();
const bytes = builder('0007 0001 0001 0002');
const tree = byteTree(inspect(bytes));
const at = (path: string, root: ByteNode = tree): [number, number] => {
  const found = path.split('/').reduce((node, name) => node.children.get(name)!, root);
  return [found.bytes, found.count];
};

it('counts what each type, section and field has', () => {
  expect([tree.bytes, tree.count]).toEqual([bytes.length, 8]);
  expect(at('FULL/dev')).toEqual([30, 1]);
  expect(at('FULL/dev/dev/ticks')).toEqual([2, 1]);
  expect(at('FULL/dev/dev/words')).toEqual([6, 3]);
  expect(at('FULL/dev/footer')).toEqual([5, 1]);
});

it('counts pages by kind and block', () => {
  expect(at('PART/ram/pages/pc.ram')).toEqual([8 + 7 + 4096, 1]);
  expect(at('PART/ram/zero pages/pc.ram')).toEqual([18, 2]);
  expect(at('END/ram/pages/pc.ram')).toEqual([8 + 7 + 4096, 1]);
});

/** Nodes whose children have more bytes than they have. */
function tooMuch(node: ByteNode, path = ''): string[] {
  const children = [...node.children.values()];
  const sum = children.reduce((bytesSoFar, child) => bytesSoFar + child.bytes, 0);
  return [
    ...(sum > node.bytes ? [`${path}/${node.name}`] : []),
    ...children.flatMap((child) => tooMuch(child, `${path}/${node.name}`)),
  ];
}

it.each(['q10-iterative-packed', 'deb72-filters', 'deb72-mq4'])('of %s adds up', (name) => {
  const stream = fixtureStream(name);
  const whole = byteTree(inspect(stream));
  expect(tooMuch(whole)).toEqual([]);
  expect([...whole.children.values()].reduce((sum, { bytes: each }) => sum + each, 0)).toBe(stream.length);
});

it('of other kinds of record adds up too', () => {
  for (const name of ['xbzrle', 'compress', 'devices', 'postcopy']) {
    const stream = captureStream(name);
    expect(tooMuch(byteTree(inspect(stream))), name).toEqual([]);
  }
  const records = byteTree(inspect(captureStream('xbzrle')))
    .children.get('PART')!
    .children.get('ram')!;
  expect(records.children.get('xbzrle pages')!.count).toBeGreaterThan(10);
});

it('lays two side by side, the largest difference first', () => {
  const other = byteTree(inspect(builder('0007 0001 0001 0002 0005 0006')));
  const full = pairTrees(tree, other, 4).children.find(({ name }) => name === 'FULL')!;
  expect([full.a, full.b]).toEqual([30, 34]);
  const dev = full.children[0]!.children[0]!;
  expect([dev.name, dev.a, dev.b]).toEqual(['dev', 8, 12]);
  expect(dev.children.map(({ name, a, b, countA, countB }) => [name, a, b, countA, countB])).toEqual([
    ['words', 6, 10, 3, 5],
    ['ticks', 2, 2, 1, 1],
  ]);
});
