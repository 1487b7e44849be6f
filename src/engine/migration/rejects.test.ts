// Loads of damaged and mismatched streams beside what real QEMUs said of them: outcome, stderr, guest-error log, broken
// devices, queue figures. The destination is the one that matches the (damaged) stream; only what a case changes is named.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixtureStream } from '../../testing/fixtures.ts';
import { readDestination } from './destination-json.ts';
import { matchingVm } from './matching-vm.ts';
import { loadIntoVm } from './waiting-vm.ts';

interface Reject {
  readonly name: string;
  readonly base: string;
  readonly edits: readonly (readonly [number, string, string])[];
  readonly truncateTo: number | null;
  readonly destination: {
    readonly qemu: string;
    readonly machine: string;
    readonly memory: string;
    readonly devices: readonly string[];
    readonly capabilities: Readonly<Record<string, boolean>>;
  };
  readonly status: string;
  readonly broken: readonly boolean[] | null;
  readonly queues: readonly (readonly number[])[] | null;
  readonly stderr: readonly string[];
  readonly guestErrors: readonly string[];
}

const CASES = JSON.parse(readFileSync('src/fixtures/rejects.json', 'utf8')) as readonly Reject[];

function damaged({ base, edits, truncateTo }: Reject): Uint8Array {
  const bytes = fixtureStream(base);
  for (const [at, before, after] of edits) {
    expect(Buffer.from(bytes.subarray(at, at + before.length / 2)).toString('hex')).toBe(before);
    bytes.set(Buffer.from(after, 'hex'), at);
  }
  return truncateTo === null ? bytes : bytes.slice(0, truncateTo);
}

const QEMU: Readonly<Record<string, string>> = {
  'Debian 7.2 stock': '7.2',
  '10.0.13 unpatched': '10.0',
  '10.0.13 + RFC patches 1-6': '10.0+rfc',
};

/** The destination's command line as JSON. */
function destinationOf({ destination }: Reject): unknown {
  const { qemu, machine, memory, devices, capabilities } = destination;
  const nics = devices.map((device) =>
    Object.fromEntries(
      device
        .split(',')
        .slice(1)
        .map((option) => option.split('=') as [string, string])
        .filter(([key]) => !['id', 'romfile', 'netdev'].includes(key))
        .map(([key, value]) => [key, /^\d+$/.test(value) ? Number(value) : value]),
    ),
  );
  return { qemu: QEMU[qemu], machine, memory, nics, capabilities };
}

describe('a damaged or mismatched stream ends as in QEMU', () => {
  it.each(CASES.map((reject) => [reject.name, reject] as const))('%s', (_, reject) => {
    const { config, machineDevices } = matchingVm(damaged(reject));
    const vm = readDestination(destinationOf(reject), config);
    const { outcome, stderr, guestErrors, devices } = loadIntoVm(damaged(reject), vm, machineDevices);
    expect({
      outcome,
      stderr,
      guestErrors,
      broken: devices.map(({ broken }) => broken),
      queues: devices.flatMap(({ queues }) => queues),
    }).toEqual({
      outcome: reject.status === 'completed' ? 'completed' : 'failed',
      stderr: reject.stderr.map((line) => line.replace(/^qemu-[^ :]+: /, '')),
      guestErrors: reject.guestErrors,
      broken: reject.broken ?? [],
      queues: reject.queues ?? [],
    });
  });
});
