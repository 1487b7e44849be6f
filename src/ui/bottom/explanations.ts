// The sentences of Explain: fields by QEMU's name, spans by kind, events by kind.
import { EventKind, eventKindInfo } from '../../engine/capture/event-kinds.ts';
import { ancestry } from '../../engine/capture/span-query.ts';
import { FieldType, SpanKind, type SpanColumns } from '../../engine/capture/spans.ts';

export interface Explanation {
  /** Type in words. */
  readonly what: string;
  /** QEMU's file and function. */
  readonly where: string;
  readonly text: string;
}

const VIRTIO = 'hw/virtio/virtio.c virtio_save()';
const NET = 'hw/net/virtio-net.c vmstate_virtio_net_device';
const SAVEVM = 'migration/savevm.c';

/** Fields by name: where QEMU writes them, and what they mean. */
const FIELDS: Readonly<Record<string, readonly [where: string, text: string]>> = {
  last_avail_idx: [
    VIRTIO,
    'The next entry of the available ring that the device will take. It is the only ring index on the wire: the destination compares it with avail.idx in guest memory and recomputes the rest. Without it buffers would be taken twice or never.',
  ],
  'vring.num': [
    VIRTIO,
    'Entries of this virtqueue. The check at load allows at most this many heads between last_avail_idx and avail.idx.',
  ],
  'vring.desc': [
    VIRTIO,
    'Guest address of the descriptor table; zero means that the driver has not set this queue up. The rings themselves travel with guest RAM.',
  ],
  'vring.avail': [
    VIRTIO,
    'Guest address of the available ring, which the driver writes. Only modern devices send it; a legacy device computes it from the descriptor table.',
  ],
  'vring.used': [VIRTIO, 'Guest address of the used ring, which the device writes.'],
  vector: [
    'hw/virtio/virtio-pci.c virtio_pci_save_queue()',
    'MSI-X vector that this queue interrupts with; 0xffff means none.',
  ],
  status: [
    VIRTIO,
    'Device status: ACKNOWLEDGE 1, DRIVER 2, DRIVER_OK 4, FEATURES_OK 8, NEEDS_RESET 0x40, FAILED 0x80. Inside virtio-net-device it is the link status instead.',
  ],
  isr: [VIRTIO, 'Interrupt status register: bit 0 a queue was used, bit 1 the configuration changed.'],
  queue_sel: [VIRTIO, 'The queue that the driver last selected through the transport registers.'],
  guest_features: [
    VIRTIO,
    'Features that the driver accepted. The low 32 bits stand here; a subsection carries all 64 when the high half is not empty. The destination must offer every one of them, or the load fails.',
  ],
  config_len: [VIRTIO, 'Bytes of device configuration that follow.'],
  config: [
    VIRTIO,
    "A copy of what the guest last read of the device's configuration: MAC, link status, queue pairs, MTU.",
  ],
  queues: [VIRTIO, 'How many queues follow. More than 1024 is refused: "Invalid number of virtqueues".'],
  mac: [NET, 'The MAC address in use; the guest may have changed it by a control command.'],
  'mac_table.in_use': [NET, 'Addresses in the receive filter; six bytes each follow.'],
  'mac_table.macs': [NET, 'The addresses of the receive filter, unicast first.'],
  vlans: [NET, 'One bit for each of 4096 VLAN ids: set, and packets with that id pass the filter.'],
  promisc: [NET, 'Whether the filter lets every packet pass.'],
  allmulti: [NET, 'Whether every multicast packet passes.'],
  mergeable_rx_bufs: [NET, 'Whether MRG_RXBUF was negotiated: one packet may then span several buffers.'],
  'vqs[0].tx_waiting': [
    NET,
    'A kick that the device had not answered when it stopped; the destination looks at the transmit ring on its own.',
  ],
  curr_guest_offloads: [NET, 'Offloads in use now, when the guest can change them.'],
  curr_queue_pairs: [NET, 'Queue pairs in use now.'],
  max_queue_pairs: [NET, "Must equal the destination's own number, or the load fails."],
  section_id: [
    `${SAVEVM} save_section_header()`,
    'The number that ties START, PART, END and footer of one handler together. Given out at the source; the destination learns it from START or FULL.',
  ],
  idstr: [
    `${SAVEVM} save_section_header()`,
    'Who the section belongs to; PCI devices put their path before it. The destination looks for a handler with this name and instance.',
  ],
  instance_id: [`${SAVEVM} save_section_header()`, 'Tells handlers with the same name apart.'],
  version_id: [
    `${SAVEVM} save_section_header()`,
    'Version of the state. The destination refuses one that is newer than its own.',
  ],
  QEMU_VM_SECTION_FOOTER: [
    `${SAVEVM} save_section_footer()`,
    '0x7e and the section id again: the destination sees at once when it has read a section wrongly.',
  ],
  magic: [`${SAVEVM} qemu_savevm_state_header()`, 'The bytes "QEVM". Anything else is "Not a migration stream".'],
  version: [`${SAVEVM} qemu_savevm_state_header()`, 'Version of the stream format, 3 since 2009.'],
  name: [
    `${SAVEVM} vmstate_configuration`,
    'The machine type of the source. Another type at the destination is refused before any device is loaded.',
  ],
  capability: [
    `${SAVEVM} configuration/capabilities`,
    'A capability that both sides must have alike; the RFC adds virtio-iterative here, so that one-sided use fails at once.',
  ],
  json: [
    `${SAVEVM} qemu_savevm_state_complete_precopy_non_iterable()`,
    'What every described section holds, in JSON: for tools. A QEMU that loads the stream reads over it.',
  ],
  total_ram_bytes: [
    'migration/ram.c ram_save_setup()',
    'Size of all RAM blocks together, with the flag MEM_SIZE in its low bits.',
  ],
  used_length: [
    'migration/ram.c ram_save_setup()',
    'Bytes of this RAM block; another size at the destination is refused.',
  ],
  started: [
    VIRTIO,
    'Whether the device had been started. A subsection that is absent cannot clear what an early load has set.',
  ],
  broken: [VIRTIO, 'The device stopped working after virtio_error(); sent only when it is so.'],
  VNET_MIG_F_INIT_STATE: [
    'RFC patch 4, virtio_net_save_setup()',
    "After this flag the whole of virtio-net's state follows, while the guest still runs and before any page of its RAM: the early copy.",
  ],
  VNET_MIG_F_END_DATA: ['RFC patch 4, virtio_net_save_setup()', 'Ends the data of an iterative section.'],
  VNET_MIG_F_NO_DATA: [
    'RFC patch 4, virtio_net_save_live_iterate()',
    'This PART or END carries nothing: the RFC sends state only in START and again in FULL.',
  ],
  type: [SAVEVM, 'What follows: 1 START, 2 PART, 3 END, 4 FULL, 6 description, 7 configuration, 8 command, 0 the end.'],
  len: [SAVEVM, 'Bytes of the text or data that follows.'],
  idstr_len: [`${SAVEVM} save_section_header()`, 'Bytes of the name that follows, without an end mark: at most 255.'],
  name_len: ['migration/ram.c', 'Bytes of the block name that follows, without an end mark: at most 255.'],
  command: [
    `${SAVEVM} qemu_savevm_command_send()`,
    'Which message: 11 is "switchover start", which announces the last pass. Postcopy uses most of the others.',
  ],
  RAM_SAVE_FLAG_EOS: ['migration/ram.c', "The end of RAM's part of this section."],
};

const KINDS: Readonly<Record<number, readonly [what: string, where: string, text: string]>> = {
  [SpanKind.Header]: [
    'file header',
    `${SAVEVM} qemu_savevm_state_header()`,
    'Magic and version: what every migration stream begins with.',
  ],
  [SpanKind.Configuration]: [
    'configuration section',
    `${SAVEVM} vmstate_configuration`,
    'Machine type and the capabilities that both sides must share; checked before any device is loaded.',
  ],
  [SpanKind.Command]: [
    'command',
    `${SAVEVM} qemu_savevm_command_send()`,
    'A message to the destination between sections; 11 announces the switch before the last pass.',
  ],
  [SpanKind.Eof]: ['end mark', SAVEVM, 'No section follows. Only the description may.'],
  [SpanKind.Description]: [
    'description',
    SAVEVM,
    'JSON that names every described field with its size; a QEMU that loads skips it.',
  ],
  [SpanKind.SectionHeader]: [
    'section header',
    `${SAVEVM} save_section_header()`,
    'Type and id; START and FULL also say whose state it is and in which version.',
  ],
  [SpanKind.Footer]: [
    'section footer',
    `${SAVEVM} save_section_footer()`,
    'Repeats the id, so that a payload that was read wrongly is noticed here and not later.',
  ],
  [SpanKind.RamBlock]: [
    'RAM block',
    'migration/ram.c ram_save_setup()',
    'A block of guest memory by name and size; the destination must have the same.',
  ],
  [SpanKind.PageRun]: [
    'run of pages',
    'migration/ram.c save_normal_page()',
    'Pages with data: an offset with flags in its low bits, then 4,096 bytes each. A page dirtied again is sent again.',
  ],
  [SpanKind.ZeroRun]: [
    'run of zero pages',
    'migration/ram.c save_zero_page()',
    'Pages that hold only zeros travel as nine bytes each: offset with flags, and the fill byte.',
  ],
  [SpanKind.Subsection]: [
    'subsection',
    'migration/vmstate.c vmstate_subsection_save()',
    'State that is sent only when it is needed. Its absence changes nothing at the destination.',
  ],
  [SpanKind.Vmstate]: [
    'structure',
    'migration/vmstate.c vmstate_save_state()',
    'Fields one after another, without tags: only the description tells them apart.',
  ],
  [SpanKind.Array]: ['array', 'migration/vmstate.c', 'Elements one after another.'],
  [SpanKind.Element]: ['element', 'migration/vmstate.c', 'One element of an array.'],
  [SpanKind.Opaque]: ['bytes', '', 'Nothing describes these bytes, or damage made them unreadable.'],
  [SpanKind.Missing]: ['end of file', '', 'The file ends here, before the stream does.'],
};

const SECTIONS: Readonly<Record<number, string>> = {
  1: 'START: written once in setup, while the guest runs. RAM sends its block list; virtio-net-iterative its early state.',
  2: 'PART: one turn of the iteration, while the guest runs. RAM sends dirty pages until the rate limit or until none is left.',
  3: 'END: the last part of an iterable handler, with the guest stopped.',
  4: "FULL: a device's whole state, with the guest stopped. The destination loads it in the downtime.",
};

const TYPE_WORDS: Readonly<Record<number, string>> = {
  [FieldType.U8]: 'u8',
  [FieldType.U16]: 'u16, big-endian',
  [FieldType.U32]: 'u32, big-endian',
  [FieldType.U64]: 'u64, big-endian',
  [FieldType.I32]: 'i32, big-endian',
  [FieldType.Bool]: 'bool',
  [FieldType.Bytes]: 'bytes',
  [FieldType.Text]: 'text',
  [FieldType.Mac]: 'MAC address',
  [FieldType.Bitmap]: 'bitmap',
  [FieldType.Unused]: 'unused bytes',
};

export function explainSpan(spans: SpanColumns, row: number): Explanation {
  const kind = spans.kind[row]!;
  const name = spans.names[spans.name[row]!]!;
  if (kind === SpanKind.Section) return { what: 'section', where: SAVEVM, text: SECTIONS[spans.value[row]!] ?? '' };
  const known = FIELDS[name];
  if ((kind === SpanKind.Field || kind === SpanKind.Flag) && known) {
    return { what: TYPE_WORDS[spans.type[row]!] ?? 'field', where: known[0], text: known[1] };
  }
  const general = KINDS[kind];
  if (general) return { what: general[0], where: general[1], text: general[2] };
  const owner = ancestry(spans, row)
    .filter((at) => spans.kind[at] === SpanKind.Vmstate || spans.kind[at] === SpanKind.Subsection)
    .pop();
  const of = owner === undefined ? '' : spans.names[spans.name[owner]!]!;
  return {
    what: TYPE_WORDS[spans.type[row]!] ?? 'field',
    where: '',
    text: of ? `A field of ${of}, loaded as it stands.` : '',
  };
}

const EVENTS: Readonly<Record<number, string>> = {
  [EventKind.CellSet]: 'A value of the device changes; the next device section that is written carries the new one.',
  [EventKind.Store16]: 'A 16-bit store into guest memory that holds the rings: its page is dirty from here.',
  [EventKind.Store32]: 'A 32-bit store into guest memory that holds the rings: its page is dirty from here.',
  [EventKind.Store64]: 'A 64-bit store into guest memory that holds the rings: its page is dirty from here.',
  [EventKind.PageSend]: 'The source writes a RAM record: the page with its data, or nine bytes that say it is zero.',
  [EventKind.PageLoad]: 'The destination puts a page into guest memory; whatever stood there before is gone.',
  [EventKind.GuestControl]: 'The driver sends a command on the control queue: MAC, VLANs, receive mode or queue pairs.',
  [EventKind.GuestStart]: 'The vCPUs and the backend run: on the destination this ends the downtime.',
  [EventKind.GuestStop]: 'The vCPUs and the backend stop: the downtime begins.',
  [EventKind.GuestAddBuffer]:
    'The driver writes a descriptor, puts its number into the available ring and moves avail.idx: from here the buffer is the device’s.',
  [EventKind.GuestKick]: 'The driver notifies the device, because avail_event asks for it at this index.',
  [EventKind.GuestReap]: 'The driver reads the used ring up to used.idx: those buffers are its own again.',
  [EventKind.GuestDirtyPage]:
    'A program of the guest writes memory. The page is dirty: if it was sent before, it must be sent again.',
  [EventKind.DevicePop]:
    'The device takes the next head from the available ring; last_avail_idx moves and inuse grows.',
  [EventKind.DeviceUse]: 'The device writes an entry into the used ring and moves used.idx.',
  [EventKind.DeviceInterrupt]: 'used.idx passed used_event: the device interrupts the guest by MSI-X.',
  [EventKind.DeviceReceive]: 'A packet arrives from the network and will go into the next receive buffer.',
  [EventKind.DeviceTransmit]: 'A packet of the guest leaves for the network.',
  [EventKind.MigrationState]: 'The state that query-migrate reports.',
  [EventKind.PassStart]:
    'migration_bitmap_sync() takes over the dirty log: pages written since the last sync become due again.',
  [EventKind.CompletionTest]:
    'What is left is compared with bandwidth × downtime-limit. Below it, the guest can be stopped. Before the first 100 ms window has been measured the threshold is zero.',
  [EventKind.RateLimited]:
    'This window’s share of max-bandwidth is used up. The thread sleeps until the window ends, and virtio-net gets no PART in this pass.',
  [EventKind.SectionSaveStart]: 'The source begins a section.',
  [EventKind.SectionSaveEnd]: 'The section is complete, with its footer. Bytes may still wait in the file’s buffer.',
  [EventKind.HeaderSaved]: 'Magic, version, machine type and capabilities are written.',
  [EventKind.CommandSent]: 'Command 11 tells the destination that the last pass begins.',
  [EventKind.StreamEnd]: 'Every device is saved; the end mark and the description follow.',
  [EventKind.LinkPacket]: 'The file’s buffer went to the link; the migration thread was blocked meanwhile.',
  [EventKind.SectionLoadStart]: 'The header of a section has arrived, and its handler begins to load.',
  [EventKind.SectionLoadEnd]: 'The section is loaded and its footer is right. The time is modelled.',
  [EventKind.HeaderLoaded]: 'Machine type and capabilities agree; load_setup() of the handlers has run.',
  [EventKind.CommandLoaded]: 'The destination takes a command.',
  [EventKind.LoadEnd]: 'Everything is loaded: the guest can start here.',
  [EventKind.LoadFailed]: 'The load stops here; the guest stays at the source.',
  [EventKind.CheckSkipped]:
    'Patch 5: at the early load guest RAM is still zero, so the comparison with avail.idx is left out; used_idx, shadow_avail_idx and inuse become 0.',
  [EventKind.CheckPassed]:
    'virtio_load() compared last_avail_idx with avail.idx in guest memory: not more heads than the ring has entries.',
  [EventKind.DeviceError]: 'virtio_error(): the device is marked broken and the load goes on.',
};

export function explainEvent(kind: number): string {
  return EVENTS[kind] ?? eventKindInfo(kind).name;
}
