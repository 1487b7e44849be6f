// The command as a person calls it: what it writes, what either QEMU says, what is named of a proposal, exit codes.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { DEFAULT_SCENARIO } from '../engine/scenario/default-scenario.ts';
import { PRESETS } from '../engine/scenario/presets.ts';
import type { Scenario } from '../engine/scenario/scenario.ts';
import { FileFolder, runCommand } from '../testing/command-run.ts';
import { main } from './migrate.ts';

const folder = new FileFolder('migrate');
afterAll(() => folder.remove());
const output = folder.put('out.bin', new Uint8Array(0));

async function migrate(scenario: Partial<Scenario>) {
  const machine = { ...DEFAULT_SCENARIO.machine, memoryMiB: 8, filledPerMille: 50 };
  const json = JSON.stringify({ ...DEFAULT_SCENARIO, machine, ...scenario });
  return runCommand(main, [folder.put('scenario.json', new TextEncoder().encode(json)), '-o', output]);
}

describe('migrate', () => {
  it('names the proposals in its help', async () => {
    const { code, out } = await runCommand(main, ['--help']);
    expect(code).toBe(0);
    expect(out).toContain('baseline or iterative or early-vmsd or delta (proposal) or warm-reset (proposal)');
  });

  it('writes a stream and says nothing when all is well', async () => {
    expect(await migrate({})).toEqual({ code: 0, out: '', err: '' });
    expect(Array.from(readFileSync(output).subarray(0, 8))).toEqual([0x51, 0x45, 0x56, 0x4d, 0, 0, 0, 3]);
  });

  it('says what the source says, and where the guest runs', async () => {
    const { nics, backend } = PRESETS['q10-vhost-iterative']!;
    const patches = { ...DEFAULT_SCENARIO.patches, vhostSkip: false };
    const { code, err } = await migrate({ nics, backend, patches });
    expect(code).toBe(1);
    expect(err).toMatch(/^source: .*virtio_net_pre_save: Assertion `!n->vhost_started' failed\.$/m);
    expect(err).toMatch(/^note: failed, the guest runs nowhere$/m);
  });

  it('says what is not as at the source, and what is wrong with a scenario by its path', async () => {
    const reset = [{ at: 20_000_000, action: { do: 'reset', nic: 0 } }];
    expect((await migrate({ interventions: reset })).err).toContain(
      'note: 0000:00:03.0/virtio-net started is 0 at the source and 1 at the destination: left by the early load\n',
    );
    const wrong = await migrate({ seed: -1 });
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringMatching(/seed must be a whole number from 0/)]);
  });

  it('writes the packets of both sides, which leaves the stream as it is', async () => {
    const [plain, stream, packets] = ['plain.bin', 'a.bin', 'a.pcapng'].map((name) =>
      folder.put(name, new Uint8Array(0)),
    );
    expect((await runCommand(main, ['-o', plain!])).code).toBe(0);
    expect((await runCommand(main, ['-o', stream!, '--pcap', packets!])).code).toBe(0);
    expect(readFileSync(stream!).equals(readFileSync(plain!))).toBe(true);
    const file = readFileSync(packets!);
    expect(file.readUInt32LE(0)).toBe(0x0a0d0d0a);
    const text = file.toString('latin1');
    expect(text).toContain('source net0');
    expect(text).toMatch(/TX queue 1, guest address 0x[\da-f]+, event \d+ of the destination/);
  });
});
