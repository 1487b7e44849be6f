// Rings of files that real QEMUs wrote, out of the guest memory in the same stream: the indices there and those that the
// device saved belong together.
import { describe, expect, it } from 'vitest';
import { fileDocument } from '../../testing/documents.ts';
import { savedRing, type SavedRing } from './saved-ring.ts';
import { savedNics } from './saved-view.ts';

const RING_PACKED = 1n << 34n;

function ringsOf(name: string) {
  const document = fileDocument(name);
  return savedNics(document).flatMap((nic) =>
    nic.queues.map((queue) => ({ queue, found: savedRing(document, queue, (nic.features & RING_PACKED) !== 0n) })),
  );
}

describe.each(['deb72-mq4', 'deb72-legacy', 'q10-iterative-change'])('%s', (name) => {
  const rings = ringsOf(name);
  const drawn = rings.filter((each): each is typeof each & { found: SavedRing } => typeof each.found !== 'string');

  it('has split rings whose indices pass the check of virtio_load()', () => {
    expect(drawn.length).toBeGreaterThanOrEqual(2);
    for (const { queue, found } of drawn) {
      const { view, holds } = found;
      if (view.format !== 'split') throw new Error('no split ring');
      expect((view.ring.availIdx - queue.lastAvailIdx) & 0xffff).toBeLessThanOrEqual(queue.num);
      expect((queue.lastAvailIdx - view.ring.usedIdx) & 0xffff).toBeLessThanOrEqual(queue.num);
      expect(holds(view.ring.desc)).toBe(true);
    }
  });

  it('has receive buffers that the guest offers', () => {
    const [first] = drawn;
    if (first?.found.view.format !== 'split') throw new Error('no split ring');
    const { ring } = first.found.view;
    expect((ring.availIdx - ring.usedIdx) & 0xffff).toBeGreaterThan(0);
    const head = ring.head((ring.availIdx - 1) & 0xffff);
    expect(ring.descriptor(head).length).toBeGreaterThan(1000);
    expect(ring.descriptor(head).isWritable).toBe(true);
  });
});

describe('deb72-packed', () => {
  it('has packed rings that hand buffers to the device from where it stands', () => {
    const [first] = ringsOf('deb72-packed');
    if (typeof first!.found === 'string' || first!.found.view.format !== 'packed') throw new Error('no packed ring');
    const { queue } = first!;
    const { ring } = first!.found.view;
    const used = { index: queue.packed!.usedIdx, wrap: queue.packed!.usedWrap };
    expect(ring.owned(used).size).toBeGreaterThan(0);
    expect(ring.owned(used).has(queue.lastAvailIdx)).toBe(true);
  });
});

describe('what cannot be drawn', () => {
  it('is said in words', () => {
    const document = fileDocument('deb72-mq4');
    const [queue] = savedNics(document)[0]!.queues;
    expect(savedRing(document, { ...queue!, desc: 0n }, false)).toBe('The driver has not set this queue up.');
    expect(savedRing(document, { ...queue!, used: 2 ** 40 }, false)).toBe('The parts of the ring lie too far apart.');
    const far = { ...queue!, desc: BigInt(2 ** 40), avail: 2 ** 40 + 4096, used: 2 ** 40 + 8192 };
    expect(savedRing(document, far, false)).toBe('The stream holds none of this ring’s pages.');
  });
});
