// Bytes of a file that is not in memory.
import { describe, expect, it, vi } from 'vitest';
import type { KeptBytes } from '../engine/bytes/kept-bytes.ts';
import { LazyBytes } from './lazy-bytes.ts';

const content = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
const kept: KeptBytes = {
  starts: Float64Array.of(0, 200_000),
  ends: Float64Array.of(100, 200_010),
  places: Float64Array.of(0, 100),
  bytes: Uint8Array.from([...content.subarray(0, 100), ...content.subarray(200_000, 200_010)]),
};
const arrived = (bytes: LazyBytes): Promise<void> =>
  new Promise((resolve) => {
    const stop = bytes.subscribe(() => {
      stop();
      resolve();
    });
  });

describe('bytes of a file that is not in memory', () => {
  it('has what was kept at once', () => {
    const bytes = new LazyBytes(new Blob([content]), kept);
    expect(bytes.length).toBe(300_000);
    expect([bytes.at(99), bytes.at(100), bytes.at(200_009)]).toEqual([content[99], undefined, content[200_009]]);
    expect(bytes.subarray(200_002, 200_006)).toEqual(content.subarray(200_002, 200_006));
    expect(bytes.subarray(98, 102)).toHaveLength(0);
  });

  it('brings what is wanted and tells when it is there, with its neighbours', async () => {
    const bytes = new LazyBytes(new Blob([content]), kept);
    bytes.want(70_000, 70_160);
    await arrived(bytes);
    expect(bytes.subarray(70_000, 70_160)).toEqual(content.subarray(70_000, 70_160));
    await vi.waitFor(() => expect(bytes.version).toBe(3));
    expect([bytes.at(65_535), bytes.at(131_072), bytes.at(196_608)]).toEqual([
      content[65_535],
      content[131_072],
      undefined,
    ]);
    expect(await bytes.read(299_990, 300_000)).toEqual(content.subarray(299_990));
  });

  it('tells once when the file cannot be read any more', async () => {
    const gone: Blob = new Blob([content]);
    vi.spyOn(gone, 'slice').mockImplementation(() => {
      throw new DOMException('gone', 'NotReadableError');
    });
    const bytes = new LazyBytes(gone, kept);
    const told: unknown[] = [];
    bytes.onLost((error) => told.push(error));
    bytes.want(70_000, 70_160);
    await expect(bytes.read(0, 10)).rejects.toThrow('gone');
    expect(told.map(String)).toEqual(['NotReadableError: gone']);
  });
});
