// The ring in one thread (wrap, close, cancel) and between two real threads (no byte lost, no wake-up lost).
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { bundleForNode } from '../../testing/bundle.ts';
import { ByteRing, makeRingBuffer, RingCancelled } from './byte-ring.ts';
import { LinkReader, LinkWriter } from './link-frames.ts';

describe('ByteRing in one thread', () => {
  it('gives back what was written, across the wrap, in pieces of 1 and 7', () => {
    for (const piece of [1, 7]) {
      const ring = new ByteRing(makeRingBuffer(16));
      const out: number[] = [];
      const into = new Uint8Array(16);
      for (let sent = 0; sent < 200;) {
        const count = Math.min(piece, 200 - sent);
        ring.write(Uint8Array.from({ length: count }, (_, i) => (sent + i) & 0xff));
        sent += count;
        const got = ring.read(into, 0, 16);
        out.push(...into.subarray(0, got));
      }
      expect(out).toEqual(Array.from({ length: 200 }, (_, i) => i));
    }
  });

  it('tells how many bytes were written, whatever was read', () => {
    const ring = new ByteRing(makeRingBuffer(16));
    ring.write(new Uint8Array(10));
    ring.read(new Uint8Array(16), 0, 16);
    ring.write(new Uint8Array(10));
    expect(ring.written).toBe(20);
  });

  it('ends after close, once what was written has been read', () => {
    const ring = new ByteRing(makeRingBuffer(16));
    ring.write(Uint8Array.of(1, 2, 3));
    ring.close();
    const into = new Uint8Array(8);
    expect(ring.readFully(into, 0, 8)).toBe(3);
    expect(ring.read(into, 0, 8)).toBe(0);
  });

  it('throws on both sides after cancel', () => {
    const ring = new ByteRing(makeRingBuffer(16));
    ring.cancel();
    expect(() => ring.write(Uint8Array.of(1))).toThrow(RingCancelled);
    expect(() => ring.read(new Uint8Array(1), 0, 1)).toThrow(RingCancelled);
  });

  it('refuses a size that is no power of two', () => expect(() => makeRingBuffer(1000)).toThrow('power of two'));

  it('carries packets with their arrival times', () => {
    const ring = new ByteRing(makeRingBuffer(256));
    const writer = new LinkWriter(ring);
    writer.send(12_884_000, Uint8Array.of(1, 2, 3));
    writer.send(13_000_000, new Uint8Array(0));
    writer.close();
    const reader = new LinkReader(ring);
    const into = new Uint8Array(4);
    expect(reader.next()).toEqual({ arrival: 12_884_000, length: 3 });
    expect(reader.payload(into, 1, 3)).toBe(3);
    expect(Array.from(into)).toEqual([0, 1, 2, 3]);
    expect(reader.next()).toEqual({ arrival: 13_000_000, length: 0 });
    expect(reader.next()).toBeNull();
  });
});

describe('ByteRing between two threads', () => {
  it.each([
    [1 << 16, 1 << 23, 1024],
    [64, 200_000, 13],
    [1 << 12, 1 << 22, 65536],
  ])('ring of %d, %d bytes in chunks of %d', async (capacity, total, chunk) => {
    const code = await bundleForNode('src/testing/ring-thread.ts');
    const buffer = makeRingBuffer(capacity);
    const worker = new Worker(
      `const { workerData } = require('node:worker_threads');
       import(workerData.code).then((m) => m.produce(workerData.buffer, workerData.total, workerData.chunk));`,
      { eval: true, workerData: { code, buffer, total, chunk } },
    );
    const ring = new ByteRing(buffer);
    const into = new Uint8Array(5000);
    let got = 0;
    let wrong = 0;
    for (;;) {
      const count = ring.read(into, 0, 1 + (got % 4999));
      if (count === 0) break;
      // The producer starts every chunk at its position modulo 64 KiB, so byte i of a chunk that began at s is known.
      for (let i = 0; i < count; i++) {
        const position = got + i;
        const began = position - (position % chunk);
        if (into[i] !== ((((began & 0xffff) + (position - began)) * 31) & 0xff)) wrong++;
      }
      got += count;
    }
    await worker.terminate();
    expect({ got, wrong }).toEqual({ got: total, wrong: 0 });
  });

  it('a cancelled consumer ends a blocked producer', async () => {
    const code = await bundleForNode('src/testing/ring-thread.ts');
    const buffer = makeRingBuffer(64);
    const worker = new Worker(
      `const { workerData, parentPort } = require('node:worker_threads');
       import(workerData.code).then((m) => {
         try { m.produce(workerData.buffer, 1e6, 1000); } catch (error) { parentPort.postMessage(error.name); }
       });`,
      { eval: true, workerData: { code, buffer } },
    );
    const said = new Promise((resolve) => worker.once('message', resolve));
    const ring = new ByteRing(buffer);
    ring.read(new Uint8Array(10), 0, 10);
    ring.cancel();
    expect(await said).toBe('RingCancelled');
    await worker.terminate();
  });
});
