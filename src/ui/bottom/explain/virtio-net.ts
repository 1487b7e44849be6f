// Explanations of virtio-net's own state, its configuration layout and the flags of the RFC.
import type { WordTable } from './types.ts';

const NET = 'hw/net/virtio-net.c vmstate_virtio_net_device';
const RSS = 'hw/net/virtio-net.c vmstate_virtio_net_rss';
const CONFIG = 'hw/net/virtio-net.c virtio_net_get_config()';
const RX = 'hw/net/virtio-net.c receive_filter()';

export const VIRTIO_NET: WordTable = {
  'virtio-net': [
    'hw/net/virtio-net.c vmstate_virtio_net',
    'The section’s vmstate, version 11, with one field of the private kind "virtio". Its pre-save hook asserts that vhost is stopped, which patch 6 of the RFC relaxes for the early save. Without it there is no network card at the destination.',
  ],
  'virtio-net-device': [
    NET,
    'What virtio-net adds to a virtio device: MAC, receive filters, queue pairs, offloads. It stands between the queues and the subsections of virtio. Without it the guest would keep its rings but lose its filters.',
  ],
  mac: [
    NET,
    'MAC address in use; the guest may have changed it by a control command. The destination takes this one, not the one of its command line. Without it packets for the changed address would be dropped.',
  ],
  'vqs[0].tx_waiting': [
    NET,
    'A kick on TX0 that the device had not worked off when it stopped. The destination looks at the queue on its own. Without it those packets wait until the guest’s next kick.',
  ],
  tx_waiting: [
    NET,
    'The same for TX1 and up, one word for each further pair in use. Without it packets in these queues wait until the guest’s next kick.',
  ],
  mergeable_rx_bufs: [
    NET,
    'Whether MRG_RXBUF was negotiated: a packet may then span several buffers and its header has two more bytes. Without it received packets would begin two bytes off.',
  ],
  'virtio-net-device/status': [
    NET,
    'Link status as the guest sees it: bit 0 up, bit 1 announce yourself. It is no device status. Without it a link that was set down would come up in the migration.',
  ],
  promisc: [
    RX,
    'Whether the filter lets every packet pass. New devices start with 1. Without it a guest that bridges would lose packets of others.',
  ],
  allmulti: [
    RX,
    'Whether every multicast packet passes, whatever the table says. Without it a guest that asked for all of them would get those of the table only.',
  ],
  'mac_table.in_use': [
    NET,
    'How many addresses of the receive filter follow, six bytes each. More than 64 overflow, and the destination then passes all of their kind. Without it the table’s end could not be found.',
  ],
  'mac_table.macs': [
    RX,
    'Addresses that pass the filter, unicast first; where multicast begins is recomputed at the load. Without them packets for further addresses would be dropped.',
  ],
  macs: [RX, 'One address that passes the receive filter. Without it packets for it would be dropped.'],
  vlans: [
    RX,
    'One bit for each of 4,096 VLAN ids: set, and packets with that id pass. Without CTRL_VLAN all bits are set. Without it a guest would lose all its VLANs.',
  ],
  has_vnet_hdr: [
    NET,
    'Whether the peer puts a virtio header before each packet (tap does). A destination whose peer has none refuses: "virtio-net: saved image requires vnet_hdr=on". Without the check every packet would be off by a header.',
  ],
  'mac_table.multi_overflow': [
    RX,
    'More multicast addresses were asked for than the table holds; then all multicast passes. Without it a guest with a long list would miss some.',
  ],
  'mac_table.uni_overflow': [
    RX,
    'More unicast addresses were asked for than the table holds; then all unicast passes. Without it a guest with a long list would miss some.',
  ],
  alluni: [
    RX,
    'Every unicast packet passes. Set by CTRL_RX_EXTRA. Without it such a guest would get its own packets only.',
  ],
  nomulti: [
    RX,
    'No multicast packet passes. Set by CTRL_RX_EXTRA. Without it the guest would be woken for packets that it declined.',
  ],
  nouni: [
    RX,
    'No unicast packet passes. Set by CTRL_RX_EXTRA. Without it the guest would be woken for packets that it declined.',
  ],
  nobcast: [
    RX,
    'No broadcast packet passes. Set by CTRL_RX_EXTRA. Without it the guest would be woken for packets that it declined.',
  ],
  has_ufo: [
    NET,
    'Whether the source’s peer does UDP fragmentation offload. A destination that cannot refuses: "virtio-net: saved image requires TUN_F_UFO support". Without the check large UDP packets would be lost.',
  ],
  max_queue_pairs: [
    NET,
    'Queue pairs that the device has; must equal the destination’s own number. Sent only with more than one. Without it a guest could use pairs that are not there.',
  ],
  curr_queue_pairs: [
    NET,
    'Queue pairs that the guest has switched on. More than max_queue_pairs is refused. Without it the device would fall back to one pair and the rest would stand still.',
  ],
  curr_guest_offloads: [
    NET,
    'Receive offloads in use now, sent with CTRL_GUEST_OFFLOADS. The destination asks its peer for the same. Without it the guest could get packets larger than it can take.',
  ],
  'virtio-net-device/rss': [
    RSS,
    'Receive-side scaling as the guest set it, sent when it is on. Version 2 (QEMU 10.1) adds the supported hash types. Without it flows would all land in one queue.',
  ],
  'rss_data.enabled': [RSS, 'Whether hashing is on. Without it the rest of this subsection would have no effect.'],
  'rss_data.redirect': [
    RSS,
    'Whether the hash chooses the queue. Without it packets keep to the queue of their flow’s sender.',
  ],
  'rss_data.populate_hash': [
    RSS,
    'Whether the hash is written into each packet’s header. Then the header is eight bytes longer. Without it packets would begin at the wrong place.',
  ],
  'rss_data.hash_types': [
    RSS,
    'Which packets are hashed over which fields: IPv4, TCP, UDP, IPv6 and their variants. Without it other packets would be spread.',
  ],
  'rss_data.supported_hash_types': [
    RSS,
    'Hash types that the device offers; new in version 2. The destination must have them all. Without it a guest could rely on a type that is gone.',
  ],
  'rss_data.indirections_len': [
    RSS,
    'Entries of the indirection table, a power of two up to 128. More is refused. Without it the table’s end could not be found.',
  ],
  'rss_data.default_queue': [RSS, 'Queue for packets that no hash type covers. Without it they would go to queue 0.'],
  'rss_data.key': [
    RSS,
    'The 40 bytes of the Toeplitz hash key. With another key flows change their queue. Without it packets of one flow could overtake each other.',
  ],
  'rss_data.indirections_table': [
    RSS,
    'Which queue each hash value goes to. The guest balances its CPUs with it. Without it the balance is lost.',
  ],
  'virtio-net-device/backend': [
    'hw/virtio/vhost.c vhost_save_backend_state()',
    'State of a vhost-user back-end that migrates its own, in pieces with a length before each. Sent only for such back-ends. Without it the back-end would begin anew.',
  ],
  backend: [
    'hw/virtio/vhost.c vhost_save_backend_state()',
    'One piece of the back-end’s state; a piece of length 0 ends it. QEMU does not know what is in it. Without it the back-end would begin anew.',
  ],
  'virtio/config/mac': [
    CONFIG,
    'MAC address in the device’s configuration, as the guest reads it. Without it the guest would choose a random one.',
  ],
  'virtio/config/status': [
    CONFIG,
    'Link status in the configuration, little-endian: bit 0 up, bit 1 announce. Without it a guest could not see the link go down.',
  ],
  max_virtqueue_pairs: [
    CONFIG,
    'Queue pairs that the guest may switch on, with MQ or RSS. Without it a guest would use one.',
  ],
  mtu: [
    CONFIG,
    'The MTU that the host advises, with F_MTU; 0 says nothing. Without it a guest could send packets that are too long for the host’s network.',
  ],
  speed: [
    CONFIG,
    'Link speed in Mbit/s, 0xffffffff for unknown. For tools in the guest. Without it bonding may choose another link.',
  ],
  duplex: [CONFIG, '1 full duplex, 0 half, 0xff unknown. For tools in the guest. Nothing in the device depends on it.'],
  rss_max_key_size: [CONFIG, 'Longest hash key that the device takes: 40. Without it a guest could not set up RSS.'],
  rss_max_indirection_table_length: [
    CONFIG,
    'Longest indirection table that the device takes: 128. Without it a guest could not set up RSS.',
  ],
  supported_hash_types: [CONFIG, 'Hash types that the device offers. Without it a guest could not set up RSS.'],
  'virtio-net-early': [
    'RFC v2 patch 2, hw/net/virtio-net.c; RFC of 2023 patch 5',
    'The early VMSD: the whole device once more, in a FULL section of its own before any page of RAM. What its load sets up is behind when the guest stops; the ordinary section at the end overwrites it. Without property early-mig at the destination: "Unknown savevm section or instance".',
  ],
  VNET_MIG_F_INIT_STATE: [
    'RFC patch 4, hw/net/virtio-net.c virtio_net_save_setup()',
    'The whole of virtio-net’s state follows, while the guest still runs and before any page of its RAM: the early copy. It maps the BARs and allocates what the load needs outside the downtime. Without it FULL does all of that work while the guest stands still.',
  ],
  VNET_MIG_F_END_DATA: [
    'RFC patch 4, hw/net/virtio-net.c virtio_net_load_state()',
    'Ends the data of an iterative section. The loader reads flags until it meets this one. Without it the loader would take the footer for a flag: "Uknown flag".',
  ],
  VNET_MIG_F_NO_DATA: [
    'RFC patch 4, hw/net/virtio-net.c virtio_net_save_live_iterate()',
    'This PART or END carries nothing: the RFC sends state in START and again in FULL only. Without it the section would be empty, which the loader does not accept.',
  ],
};
