// Streams that end inside the section of a machine device: a stock QEMU and our loader print the same lines, one for each
// field around the place. Every such load fails at once, so QEMU needs neither QMP nor qtest and many fit in a test.
import { expect, describe, it } from 'vitest';
import { SeededRandom } from '../../src/engine/bytes/random.ts';
import { inspect } from '../../src/engine/inspect/inspect.ts';
import type { InspectedSection } from '../../src/engine/inspect/inspection.ts';
import { matchingVm } from '../../src/engine/migration/matching-vm.ts';
import { loadIntoVm } from '../../src/engine/migration/waiting-vm.ts';
import { SectionType } from '../../src/engine/stream/sections.ts';
import { fixtureStream } from '../../src/testing/fixtures.ts';
import { failedLoad } from './outcome.ts';
import { inFolder, qemuVersion } from './qemu.ts';

/** Places in each section, besides its beginning and its end, and the seed that draws them. */
const PLACES = 2;
const SEED = 11;
const NIC = 'virtio-net-pci,id=net0,addr=3,romfile=,mac=52:54:00:12:34:56';
const BASES = [
  ['deb72-split-modern', 'pc'],
  ['deb72-split-q35', 'q35'],
] as const;

/** QEMU 7.2 compares config space before it looks whether all of it came: the rest is whatever its memory held. */
const BY_CHANCE = /^get_pci_config_device: Bad config data: i=0x[0-9a-f]+ read: /;

interface Said {
  readonly where: string;
  readonly lines: readonly string[];
}

/** Lines without what chance decides: the message of config space, and the error number that goes with it. */
function certain({ where, lines }: Said): Said {
  if (!lines.some((line) => line.startsWith('Failed to load PCIDevice:config'))) return { where, lines };
  return { where, lines: lines.slice(0, -1).filter((line) => !BY_CHANCE.test(line)) };
}

function places({ start, idstr, end }: InspectedSection, random: SeededRandom): readonly number[] {
  const from = start + 14 + idstr.length;
  const size = end - 5 - from;
  const drawn = Array.from({ length: PLACES }, () => random.below(size + 1));
  return [...new Set([0, ...drawn, size])].map((bytes) => from + bytes);
}

describe.skipIf(!qemuVersion.startsWith('7.2.')).each(BASES)('%s ends inside a device', (name, machine) => {
  const stream = fixtureStream(name);
  const { config, machineDevices } = matchingVm(stream);
  const random = new SeededRandom(SEED);
  const args = ['-machine', machine, '-m', '16M', '-device', NIC];
  const devices = inspect(stream).sections.filter(({ type }) => type === SectionType.Full);
  it.each(devices.map((section) => [section.idstr, section.instanceId, section] as const))(
    '%s instance %i',
    async (idstr, _, section) => {
      await inFolder(async (folder) => {
        for (const cut of places(section, random)) {
          const where = `${idstr} cut at ${cut}`;
          const bytes = stream.slice(0, cut);
          const ours = { where, lines: loadIntoVm(bytes, config, machineDevices).stderr };
          expect(certain(ours)).toEqual(certain({ where, lines: await failedLoad(bytes, args, folder) }));
        }
      });
    },
  );
});
