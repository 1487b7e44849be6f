// Diagnostics of a run that ended otherwise than its source: one line for each device and reason, at the early section.
import { describe, expect, it } from 'vitest';
import { runDocument } from '../../testing/documents.ts';
import { diagnosticsOf } from './diagnostics-of.ts';

const RESET = [{ at: 100_000_000, action: { do: 'reset', nic: 0 } }];

describe('what the destination has otherwise', () => {
  it('is told with its reason, where the early load set it', () => {
    const document = runDocument('iterative', RESET);
    const start = document.frames.find(({ type, idstr }) => type === 'START' && idstr.endsWith('-iterative'))!;
    expect(diagnosticsOf(document)).toEqual([
      {
        severity: 'warning',
        offset: start.start,
        message: '0000:00:03.0/virtio-net is not as at the source: started off → on (left by the early load)',
        cause: expect.stringMatching(/^The early load set it, and the FULL section does not carry it/) as string,
      },
    ]);
  });

  it('is nothing with delta, which is marked as a proposal', () => {
    expect(diagnosticsOf(runDocument('delta', RESET))).toEqual([
      expect.objectContaining({
        severity: 'note',
        message: 'Capability x-virtio-delta is a proposal of this project',
      }),
    ]);
  });
});
