// A stream on the destination of another: machine types, devices, features and queues that do not fit are refused with
// QEMU's words.
import { describe, expect, it } from 'vitest';
import { fixtureStream } from '../../testing/fixtures.ts';
import { loadsInto } from './loads-into.ts';

describe('a stream loads where another would', () => {
  it.each([
    ['q10-iterative-traffic', 'q10-iterative-idle', true, ''],
    ['q10-iterative-idle', 'q10-iterative-idle', true, ''],
    [
      'deb72-split-modern',
      'deb72-split-q35',
      false,
      "Machine type received is 'pc-i440fx-7.2' and local is 'pc-q35-7.2'",
    ],
    ['q10-2nics', 'q10-baseline', false, "Unknown savevm section or instance '0000:00:06.0/virtio-net' 0."],
  ])('%s on the destination of %s: %s', (stream, other, loads, line) => {
    const found = loadsInto(fixtureStream(stream), fixtureStream(other));
    expect(found.loads).toBe(loads);
    expect(found.line).toContain(line);
  });
});
