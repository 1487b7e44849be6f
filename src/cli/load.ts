// load FILE: loads a stream into a destination that waits, and says what QEMU would say.
import { DestinationProblem, readDestination } from '../engine/migration/destination-json.ts';
import '../engine/machine/all-platforms.ts';
import { matchingVm } from '../engine/migration/matching-vm.ts';
import { loadIntoVm } from '../engine/migration/waiting-vm.ts';
import { streamStart } from '../engine/inspect/containers.ts';
import { command, oneFile } from './command.ts';
import { CommandProblem, readJson, readStream } from './read-stream.ts';

const HELP = `Usage: npm run -s load -- FILE [--destination JSON-FILE]

Loads a QEMU migration stream into a virtual machine that waits for it, with QEMU's checks in QEMU's order, and prints
{"outcome": "completed" | "failed", "stderr": [lines], "guestErrors": [lines],
 "devices": [{"name", "broken", "queues": [[lastAvailIdx, usedIdx, shadowAvailIdx, inuse], ...]}]}
When QEMU itself would end by a signal, "signal" names it. FILE may be - for standard input; gzip, libvirt save images,
mapped-ram files and pcap captures of the migration's TCP connection are read too.

The machine matches the stream. The JSON names only what differs (docs/formats.md):
  qemu          "7.2", "10.0" or "10.0+rfc"
  machine       "pc", "q35" or a versioned type such as "pc-i440fx-9.2"
  memory        such as "32M"; a number is MiB
  nics          a list, one object for each NIC ({} as it is, [] none): featuresOff and featuresOn (lists of QEMU's
                property names such as "ctrl_vq"), vectors, rxQueueSize, txQueueSize, queuePairs, disableLegacy,
                disableModern, slot, mac, peer ("plain", "tap", "vhost-user"); QEMU's own names do as well ("packed": "on")
  capabilities  {"virtio-iterative": false}, or a list of those that are on
  patches       patches of the RFC that are applied, such as [1, 2, 3, 4]: without 5 the early load compares indices

  --destination JSON-FILE   what differs
  --help                    this text

Exit code: 0 loaded, 1 it would not load, 2 wrong usage.
`;

export const main = (argv: readonly string[]): Promise<number> =>
  command(argv, HELP, { destination: { type: 'string' } }, async (given) => {
    const path = oneFile(given, HELP);
    const { destination } = given.values;
    const { bytes, notes } = await readStream(path);
    for (const note of notes) process.stderr.write(`${note}\n`);
    const { config, machineDevices } = matchingVm(bytes);
    const vm = typeof destination === 'string' ? differing(destination, await readJson(destination), config) : config;
    const { outcome, stderr, guestErrors, devices, signal } = loadIntoVm(bytes, vm, machineDevices, streamStart(bytes));
    const report = { outcome, stderr, guestErrors, devices, ...(signal === null ? undefined : { signal }) };
    process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
    return outcome === 'completed' ? 0 : 1;
  });

function differing(
  path: string,
  json: unknown,
  config: Parameters<typeof readDestination>[1],
): ReturnType<typeof readDestination> {
  try {
    return readDestination(json, config);
  } catch (error) {
    if (error instanceof DestinationProblem) throw new CommandProblem(`${path}: ${error.message}`, 2);
    throw error;
  }
}
