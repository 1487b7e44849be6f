// The other devices of machine `pc`: their sections as data, taken from a stream that a real QEMU 10.0 wrote with our
// own stub firmware (see the recipe in .ci/make-platform.mjs). The engine does not model them; their bytes are real.
import data from './platform-pc.json' with { type: 'json' };

export const PLATFORM_MACHINE: string = data.machine;

export interface PlatformSection {
  /** Id in a stream without virtio-net-iterative; one higher after the NIC with it. */
  readonly sectionId: number;
  readonly idstr: string;
  readonly instanceId: number;
  readonly versionId: number;
  /** Null for the NIC, whose place this is. */
  readonly payload: Uint8Array | null;
}

/** Sections in the order in which QEMU writes them. */
export function platformSections(): readonly PlatformSection[] {
  return data.sections.map((section) => ({
    sectionId: section.sectionId,
    idstr: section.idstr,
    instanceId: section.instanceId,
    versionId: section.versionId,
    payload: section.idstr.endsWith('/virtio-net') ? null : unpack(section.payload),
  }));
}

/** Hex in which `*count;` stands for that many zero bytes. */
function unpack(text: string): Uint8Array {
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
