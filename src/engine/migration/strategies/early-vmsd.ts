// Strategy `early-vmsd`: the successor series (RFC v2, property `early-mig`). A second VMSD of the NIC with early_setup is
// written as a FULL section in setup, behind RAM's START and before any page, and described in the JSON; it has one shot,
// and the ordinary FULL section follows at the end as ever. No capability tells of it: a destination without the property
// meets a section that it does not know, one with it that gets none goes on. What of this is inferred: docs/formats.md.
import { nicPath } from '../../devices/virtio-net-config.ts';
import { virtioNetEarly } from '../../devices/virtio-net.ts';
import { EARLY_SUFFIX } from '../../devices/virtio-net-names.ts';
import { SectionType } from '../../stream/sections.ts';
import { describedNic } from '../description-json.ts';
import type { LoadHandler } from '../loadvm.ts';
import { EarlyStates } from './early-states.ts';
import type { DestinationSide, SourceSide, SourceStrategy } from './strategy.ts';

const nothing = (): void => undefined;
const INSTANCE = 0;

export function earlyVmsdSource(source: SourceSide): SourceStrategy {
  const { machine, sections, platform, nics, unplugged, file } = source;
  const earlies = new EarlyStates(machine);
  return {
    setup: () => {
      const described: string[] = [];
      for (const nic of machine.nics.keys()) {
        if (unplugged.has(nic)) continue;
        const idstr = nicPath(nics[nic]!) + EARLY_SUFFIX;
        const { versionId } = virtioNetEarly;
        let size = 0;
        sections.full(SectionType.Full, platform.earlySections[nic]!, idstr, INSTANCE, versionId, () => {
          size = earlies.sending(nic, () => {
            const start = file.offset;
            source.saveNic(nic);
            return file.offset - start;
          });
        });
        described.push(describedNic(idstr, virtioNetEarly.name, versionId, 'virtio-early', size));
      }
      file.flush();
      return described;
    },
    pending: () => 0,
    pass: nothing,
    complete: () => {
      for (const nic of machine.nics.keys()) earlies.settle(nic);
    },
    cleanup: nothing,
  };
}

/** What a destination with the property registers. */
export function earlyVmsdHandlers(side: DestinationSide): readonly LoadHandler[] {
  return side.vm.nics.map((nic, i) => ({
    idstr: nicPath(side.nics[i]!) + EARLY_SUFFIX,
    instanceId: INSTANCE,
    versionId: virtioNetEarly.versionId,
    load: (file, versionId) => {
      const { error } = side.loadNic(file, versionId, nic, { ringCheck: 'none', vmstate: virtioNetEarly });
      if (!error) side.warmedUp(nic);
      return error?.code ?? 0;
    },
  }));
}
