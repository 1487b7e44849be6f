// What a QEMU that loads a run's stream must then say over QMP (x-query-virtio-status, x-query-virtio-queue-status), how
// to start it, and what its RAM holds: this destination's own figures just after the load.
import { Sha256 } from '../bytes/sha256.ts';
import type { RunCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { SideState } from '../capture/seek.ts';
import type { NicConfig } from '../devices/virtio-net-config.ts';
import { nicPath } from '../devices/virtio-net-config.ts';
import { pcBlocks } from '../ram/guest-memory.ts';
import { machineOf, memoryOf, nicsOf } from '../scenario/machines.ts';
import type { Scenario } from '../scenario/scenario.ts';

export interface QueueExpectation {
  readonly num: number;
  readonly desc: number;
  readonly avail: number;
  readonly used: number;
  readonly lastAvailIdx: number;
  readonly usedIdx: number;
  readonly shadowAvailIdx: number;
  readonly inuse: number;
}

export interface Expectation {
  /** Arguments of the machine; `-incoming` and `-qmp` are the caller's. */
  readonly qemuArgs: readonly string[];
  readonly devices: readonly {
    /** All 64 bits, hex. */
    readonly guestFeatures: string;
    readonly status: number;
    readonly queues: readonly QueueExpectation[];
  }[];
  /** SHA-256 of each RAM block that the stream carries. */
  readonly ram: Readonly<Record<string, string>>;
}

const QUEUE_FIELDS: readonly (readonly [keyof QueueExpectation, string])[] = [
  ['num', 'num'],
  ['desc', 'desc'],
  ['avail', 'avail'],
  ['used', 'used'],
  ['lastAvailIdx', 'last_avail_idx'],
  ['usedIdx', 'used_idx'],
  ['shadowAvailIdx', 'shadow_avail_idx'],
  ['inuse', 'inuse'],
];

/** From a run whose guest did not go on at the destination (`runAfter` 0): its memory is as loaded. */
export function expectationOf(scenario: Scenario, capture: RunCapture): Expectation {
  const state = new SideState(capture.destination, capture.arena, capture.stream);
  state.seek(loaded(capture));
  const devices = nicsOf(scenario, 'destination').map((nic) => {
    const device = `${nicPath(nic)}/virtio-net`;
    const own = capture.cells.filter((cell) => cell.device === device);
    const value = (name: string, queue = -1): number => {
      const cell = own.find((entry) => entry.name === name && entry.queue === queue);
      return cell ? state.values[cell.id]! : 0;
    };
    const queueCount = 1 + Math.max(...own.map(({ queue }) => queue));
    const features = BigInt(value('guest_features (high)')) * 4294967296n + BigInt(value('guest_features (low)'));
    return {
      guestFeatures: `0x${features.toString(16)}`,
      status: value('status'),
      queues: Array.from(
        { length: queueCount },
        (_, queue) =>
          Object.fromEntries(
            QUEUE_FIELDS.map(([key, name]) => [key, value(name, queue)]),
          ) as unknown as QueueExpectation,
      ),
    };
  });
  const ram: Record<string, string> = {};
  const memory = capture.destination.memory;
  for (const { idstr, size, firstPage } of pcBlocks(memoryOf(scenario, 'destination'), scenario.machine.roms)) {
    const hash = new Sha256();
    hash.update(memory.subarray(firstPage * 4096, firstPage * 4096 + size));
    ram[idstr] = hash.hex();
  }
  return { qemuArgs: qemuArgs(scenario), devices, ram };
}

/** The events up to the end of the load. */
function loaded({ destination: { events } }: RunCapture): number {
  for (let i = 0; i < events.length; i++) if (events.kind[i] === EventKind.LoadEnd) return i + 1;
  return events.length;
}

/** The devices that platform-neighbours.json was recorded with. */
const NEIGHBOUR_ARGS = [
  ...['-device', 'VGA,addr=2,romfile=,vgamem_mb=1'],
  ...['-device', 'virtio-serial-pci,id=ser0,addr=4', '-chardev', 'null,id=c0', '-device', 'virtconsole,chardev=c0'],
  ...['-chardev', 'null,id=c1', '-device', 'virtserialport,chardev=c1,name=org.migrascope.port'],
  ...['-device', 'virtio-scsi-pci,id=scsi0,addr=5', '-blockdev', 'null-co,node-name=d0,size=1048576,read-zeroes=on'],
  ...['-device', 'scsi-hd,drive=d0,bus=scsi0.0'],
];

function qemuArgs(scenario: Scenario): string[] {
  const args = [
    '-machine',
    machineOf(scenario, 'destination'),
    '-m',
    `${memoryOf(scenario, 'destination') / 1048576}M`,
  ];
  args.push('-nodefaults', '-display', 'none');
  if (scenario.machine.neighbours) args.push(...NEIGHBOUR_ARGS);
  nicsOf(scenario, 'destination').forEach((nic, i) => {
    if (nic.peer === 'tap') args.push('-netdev', tapArgs(nic, i));
    args.push('-device', deviceArgs(nic, i));
  });
  return args;
}

function tapArgs({ queuePairs }: NicConfig, i: number): string {
  const queues = queuePairs > 1 ? `,queues=${queuePairs}` : '';
  return `tap,id=n${i}${queues},vhost=off,script=no,downscript=no`;
}

function deviceArgs(nic: NicConfig, i: number): string {
  const parts = [`virtio-net-pci,id=net${i},addr=${nic.slot.toString(16)},romfile=,mac=${nic.mac}`];
  if (nic.peer === 'tap') parts.push(`netdev=n${i}`);
  for (const [name, isOn] of Object.entries(nic.properties)) parts.push(`${name}=${isOn ? 'on' : 'off'}`);
  if (nic.vectors !== null) parts.push(`vectors=${nic.vectors}`);
  if (nic.rxQueueSize !== null) parts.push(`rx_queue_size=${nic.rxQueueSize}`);
  if (nic.txQueueSize !== null) parts.push(`tx_queue_size=${nic.txQueueSize}`);
  return parts.join(',');
}
