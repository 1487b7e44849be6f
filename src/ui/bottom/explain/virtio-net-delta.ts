// Explanations of what strategy `delta` puts on the wire: a proposal of this project, in no QEMU.
import type { WordTable } from './types.ts';

const PROPOSAL = 'proposal of this project, after RFC patch 4 (hw/net/virtio-net.c)';

export const VIRTIO_NET_DELTA: WordTable = {
  VNET_MIG_F_DELTA: [
    PROPOSAL,
    'What the guest has changed since START or the last such PART follows: a mask of subsections, then records. The destination adds it to what it has and loads the sum while the guest still runs. Without it every change would wait for the stop.',
  ],
  VNET_MIG_F_FINAL: [
    PROPOSAL,
    'The last changes follow, with where each queue stands; they end what START began. A FULL section of version 12 has these instead of the whole state. Without it all of the device would travel once more while the guest stands still.',
  ],
  subsection_mask: [
    PROPOSAL,
    'A bit for each optional subsection that the source’s state has, from bit 0: device_endian, 64bit_features, virtqueues, ringsize, broken, modern_state, started, packed_virtqueues, disabled, rss, backend. What is not set is reset. Without it a subsection that is no longer needed could not clear what the early load set.',
  ],
  record_count: [
    PROPOSAL,
    'How many records follow. None is usual when nothing but packets moved. Without it the last record could not be told from the flag behind it.',
  ],
  records: [
    PROPOSAL,
    'What changed, in pieces: group, index, length, and the fields as vmstate virtio-net has them. A piece replaces what the destination had of its group. Without the pieces one changed byte would send the whole state.',
  ],
  group: [
    PROPOSAL,
    'Which fields follow: 10 is the MAC, 14 the VLANs, 9 the index of a queue; docs/formats.md lists all. An unknown one is refused. Without it the bytes could be of any field.',
  ],
  index: [
    PROPOSAL,
    'Which queue the fields are of; 0 where there is only one of them. It is below 1,024. Without it nobody could tell the queues apart.',
  ],
  length: [
    PROPOSAL,
    'Bytes of the fields that follow. Fields that take more or fewer are refused. Without it a reader that does not know a group could not pass over it.',
  ],
};
