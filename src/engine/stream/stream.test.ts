// The framing's writers, byte by byte, and the configuration section both ways.
import { describe, expect, it } from 'vitest';
import { fixtureStream } from '../../testing/fixtures.ts';
import { SlowReader } from '../../testing/slow-reader.ts';
import { hexText, wire } from '../../testing/wire.ts';
import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter, type ByteSink } from '../bytes/writer.ts';
import type { LoadError } from '../vmstate/errors.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { configurationVmstate } from './configuration.ts';
import {
  SectionType,
  writeCommand,
  writeConfiguration,
  writeEnd,
  writeFileHeader,
  writeFooter,
  writeFullHeader,
  writePartHeader,
} from './sections.ts';

function written(write: (sink: ByteSink) => void): string {
  const writer = new ByteWriter();
  write(writer);
  return hexText(writer.finish());
}

describe('framing', () => {
  it.each<[string, (sink: ByteSink) => void, string]>([
    ['file header', writeFileHeader, "'QEVM' 00000003"],
    [
      'START',
      (sink) => writeFullHeader(sink, SectionType.Start, 2, 'ram', 0, 4),
      "01 00000002 03 'ram' 00000000 00000004",
    ],
    ['PART', (sink) => writePartHeader(sink, SectionType.Part, 38), '02 00000026'],
    ['footer', (sink) => writeFooter(sink, 38), '7e 00000026'],
    ['command', (sink) => writeCommand(sink, 2, Uint8Array.of(1, 2, 3, 4)), '08 0002 0004 01020304'],
    ['end', (sink) => writeEnd(sink, '{}'), "00 06 00000002 '{}'"],
  ])('%s', (_, write, bytes) => {
    expect(written(write)).toBe(hexText(wire(bytes)));
  });
});

const CONFIGURATION = wire(`
  0000000e 'pc-i440fx-10.0'                              | machine type
  05 1e 'configuration/target-page-bits' 00000001 0000000c
  05 1a 'configuration/capabilities' 00000001
  00000002 10 'virtio-iterative' 0a 'mapped-ram'
  05 12 'configuration/uuid' 00000001 aa x16
`);

describe('the configuration section', () => {
  it('is written as the streams have it', () => {
    const head = (name: string, length: number): string => hexText(fixtureStream(name).subarray(8, 8 + length));
    expect(written((sink) => writeConfiguration(sink, 'pc-i440fx-10.0', ['virtio-iterative']))).toBe(
      head('q10-iterative-change', 72),
    );
    expect(written((sink) => writeConfiguration(sink, 'pc-i440fx-7.2', []))).toBe(head('deb72-mq4', 18));
  });

  it('is read with all its subsections, and written again', () => {
    const state = loadVmstate(configurationVmstate, 1, new SlowReader(CONFIGURATION, 1));
    expect(state).toMatchObject({
      name: 'pc-i440fx-10.0',
      targetPageBits: { targetPageBits: 12 },
      capabilities: { capsCount: 2, capabilities: ['virtio-iterative', 'mapped-ram'] },
      uuid: { uuid: new Uint8Array(16).fill(0xaa) },
    });
    expect(written((sink) => saveVmstate(configurationVmstate, state, sink))).toBe(hexText(CONFIGURATION));
  });

  it('fails in QEMU’s words when the name is cut', () => {
    try {
      loadVmstate(configurationVmstate, 1, new ByteReader(CONFIGURATION.subarray(0, 11)));
      expect.unreachable();
    } catch (error) {
      expect((error as LoadError).lines).toEqual(['Failed to load configuration:name']);
    }
  });
});
