// The other devices of a machine: their sections as data, taken from streams that real QEMUs wrote with our own stub
// firmware (.ci/make-platform.mjs). The engine does not model them; their bytes are real. A machine that was not captured
// has none: a QEMU loads a stream without them.
import { nicPath, type NicConfig } from '../devices/virtio-net-config.ts';
import { isPlatform, platformData, type PlatformData } from './platform-data.ts';

export interface PlatformSection {
  readonly sectionId: number;
  readonly idstr: string;
  readonly instanceId: number;
  readonly versionId: number;
  /** Null for a NIC. */
  readonly payload: Uint8Array | null;
  /** Which NIC, or -1. */
  readonly nic: number;
  /** Place in the list that it was taken from, for its entry of the description. */
  readonly captured: number;
  /** Whether that list is the neighbours' and not the machine's. */
  readonly neighbour: boolean;
}

export interface Platform {
  /** Section id of RAM. */
  readonly ramSection: number;
  /** FULL sections in the order in which QEMU writes them. */
  readonly sections: readonly PlatformSection[];
  /** Section ids of the NICs' iterative handlers or early VMSDs, each registered just before the NIC's own state. */
  readonly earlySections: readonly number[];
}

/** QEMU 10.0's q35, which was not captured: the NIC alone, under the id that the thread reports. */
const UNCAPTURED: Omit<PlatformData, 'machine'> = {
  ramSection: 1,
  sections: [{ sectionId: 37, idstr: '', instanceId: 0, versionId: 11, payload: '', device: '' }],
};

/**
 * What machine type `machine` with these NICs registers; `early`: one more handler of each NIC before its own state;
 * `hasNeighbours`: VGA, virtio-serial with a console, and virtio-scsi with a disk, in the slots around the NIC's.
 */
export function platformOf(
  machine: string,
  nics: readonly NicConfig[],
  early: boolean,
  hasNeighbours: boolean,
): Platform {
  const captured = isPlatform(machine) ? platformData(machine) : UNCAPTURED;
  const each = early ? 2 : 1;
  const sections: PlatformSection[] = [];
  const earlySections: number[] = [];
  let shift = 0;
  for (const [i, { sectionId, idstr, instanceId, versionId, payload }] of captured.sections.entries()) {
    const common = { instanceId, versionId, captured: i, neighbour: false };
    if (idstr !== '') {
      sections.push({ ...common, sectionId: sectionId + shift, idstr, payload: unpack(payload), nic: -1 });
      continue;
    }
    for (const [nic, config] of nics.entries()) {
      const id = sectionId + nic * each + (each - 1);
      if (early) earlySections.push(id - 1);
      sections.push({ ...common, sectionId: id, idstr: `${nicPath(config)}/virtio-net`, payload: null, nic });
    }
    shift = nics.length * each - 1;
    if (!hasNeighbours) continue;
    for (const [place, device] of platformData('neighbours').sections.entries()) {
      shift++;
      const { idstr: name, instanceId: instance, versionId: version } = device;
      sections.push({
        sectionId: sectionId + shift,
        idstr: name,
        instanceId: instance,
        versionId: version,
        payload: unpack(device.payload),
        nic: -1,
        captured: place,
        neighbour: true,
      });
    }
  }
  return { ramSection: captured.ramSection, sections, earlySections };
}

/** Hex in which `*count;` stands for that many zero bytes. */
export function unpack(text: string): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < text.length;) {
    if (text[at] === '*') {
      const end = text.indexOf(';', at);
      for (let n = Number(text.slice(at + 1, end)); n > 0; n--) out.push(0);
      at = end + 1;
    } else {
      out.push(parseInt(text.slice(at, at + 2), 16));
      at += 2;
    }
  }
  return Uint8Array.from(out);
}
