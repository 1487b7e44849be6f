// The FULL sections of the source: the platform's as they were captured, the NICs' as the strategy has them.
import { virtioNetRss1 } from '../devices/virtio-net.ts';
import { platformDescriptions } from '../machine/platform-description.ts';
import { SectionType } from '../stream/sections.ts';
import { describedNic } from './description-json.ts';
import type { SourceSide, SourceStrategy } from './strategies/strategy.ts';

/** Every device's FULL section; answers their entries of the description. */
export function saveDevices(source: SourceSide, machineType: string, strategy: SourceStrategy): readonly string[] {
  const { file, sections, scenario, unplugged, steps } = source;
  const platform = platformDescriptions(machineType);
  const beside = scenario.machine.neighbours ? platformDescriptions('neighbours') : [];
  const present = source.platform.sections.filter(({ payload, nic }) => payload !== null || !unplugged.has(nic));
  return present.map(({ sectionId, idstr, instanceId, versionId: usual, payload, nic, captured, neighbour }) => {
    const own = payload === null ? (strategy.full?.(nic) ?? null) : null;
    const versionId = own?.versionId ?? usual;
    let size = 0;
    sections.full(SectionType.Full, sectionId, idstr, instanceId, versionId, () => {
      const start = file.offset;
      if (own) own.save();
      else if (payload === null) source.saveNic(nic);
      else {
        file.bytes(payload);
        source.spend(steps.saveDevice);
      }
      size = file.offset - start;
    });
    if (payload !== null) return (neighbour ? beside : platform)[captured]!;
    return describedNic(idstr, virtioNetRss1.name, versionId, own?.field ?? 'virtio', size);
  });
}
