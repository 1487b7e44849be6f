// Explanations of events, by kind.
import { EventKind } from '../../../engine/capture/event-kinds.ts';
import type { Words } from './types.ts';

const VIRTIO = 'hw/virtio/virtio.c';
const NET = 'hw/net/virtio-net.c';

export const EVENTS: Readonly<Record<number, Words>> = {
  [EventKind.CellSet]: [
    VIRTIO,
    'A value of the device changes; the next device section that is written carries the new one. Without a later section the destination keeps the old one.',
  ],
  [EventKind.Store16]: [
    'virtio 1.2 2.7 split virtqueues',
    'A 16-bit store into guest memory that holds the rings. Its page is dirty from here, so it will be sent again. Without the dirty mark the destination would see an older ring.',
  ],
  [EventKind.Store32]: [
    'virtio 1.2 2.7 split virtqueues',
    'A 32-bit store into guest memory that holds the rings. Its page is dirty from here, so it will be sent again. Without the dirty mark the destination would see an older ring.',
  ],
  [EventKind.Store64]: [
    'virtio 1.2 2.7 split virtqueues',
    'A 64-bit store into guest memory that holds the rings. Its page is dirty from here, so it will be sent again. Without the dirty mark the destination would see an older ring.',
  ],
  [EventKind.PageSend]: [
    'migration/ram.c ram_save_target_page()',
    'The source writes a RAM record: the page with its data, or nine bytes that say it is zero. Its dirty bit was cleared just before, so that a write from now on counts. Without the clearing it would be sent for ever.',
  ],
  [EventKind.PageLoad]: [
    'migration/ram.c ram_load_precopy()',
    'The destination puts a page into guest memory; whatever stood there before is gone. The order of the stream decides which copy wins. Without it the page stays zero or old.',
  ],
  [EventKind.GuestControl]: [
    `${NET} virtio_net_handle_ctrl_iov()`,
    'The driver sends a command on the control queue: receive mode, MAC, VLANs, queue pairs, offloads. The device answers with 0 for accepted. A change after the early save makes that copy old; without FULL it would stay old.',
  ],
  [EventKind.GuestStatus]: [
    `${VIRTIO} virtio_set_status()`,
    'The driver writes the device status: found, driven, features agreed, working; 0 resets the device. A reset in the middle of a migration makes the early copy wrong in more than its indices. What FULL does not carry then stays as START set it.',
  ],
  [EventKind.GuestZeroPage]: [
    'virtio 1.2 2.7',
    'The driver allocates memory for a ring, and an allocator hands out cleared pages. Both sides of a new ring begin at 0. Without the clearing the device would take what the page held for descriptors.',
  ],
  [EventKind.GuestStart]: [
    'system/cpus.c vm_start()',
    'The vCPUs and the backend run: on the destination this ends the downtime. Devices hear of it by their vm_change_state handlers. Without it everything is loaded and nothing moves.',
  ],
  [EventKind.GuestStop]: [
    'system/cpus.c vm_stop_force_state()',
    'The vCPUs and the backend stop: the downtime begins. From here no register, ring or page changes. Without the stop the sections would be of different moments.',
  ],
  [EventKind.GuestAddBuffer]: [
    'virtio 1.2 2.7.13',
    'The driver writes a descriptor, puts its number into the available ring and moves avail.idx: from here the buffer is the device’s. The index alone makes it visible. Without it the device would not know of the buffer.',
  ],
  [EventKind.GuestKick]: [
    `${VIRTIO} virtio_queue_notify()`,
    'The driver notifies the device, because avail_event (or no flag) asks for it at this index. Between kicks the device looks by itself or not at all. Without it a transmit queue would rest until a timer.',
  ],
  [EventKind.GuestReap]: [
    'virtio 1.2 2.7.14',
    'The driver reads the used ring up to used.idx: those buffers are its own again. It remembers how far it came in its own memory. Without it the ring would run out of free descriptors.',
  ],
  [EventKind.GuestDirtyPage]: [
    'system/physmem.c, accel/kvm dirty log',
    'A program of the guest writes memory. The page is dirty: if it was sent before, it must be sent again. Writes faster than the link are why some migrations never end.',
  ],
  [EventKind.GuestFillBuffer]: [
    'virtio 1.2 2.7.13.1',
    'The driver writes a packet into a buffer before it makes the buffer available. The page is dirty from here on. Without the bytes in memory first, the device could send what was there before.',
  ],
  [EventKind.DeviceFillBuffer]: [
    `${VIRTIO} virtqueue_fill(), iov_from_buf()`,
    'The device writes a packet into the guest’s buffer. QEMU marks the page dirty itself, since no vCPU wrote it: a backend that forgot to would lose the packet at the destination.',
  ],
  [EventKind.DevicePop]: [
    `${VIRTIO} virtqueue_pop()`,
    'The device takes the next head from the available ring; last_avail_idx moves on and inuse grows. An element that is taken and not given back is in flight at a stop. Without last_avail_idx on the wire it would be taken again.',
  ],
  [EventKind.DeviceUse]: [
    `${VIRTIO} virtqueue_push()`,
    'The device writes an entry into the used ring and moves used.idx; inuse shrinks. Both are in guest memory, so they travel with RAM. Without it the driver would never get the buffer back.',
  ],
  [EventKind.DeviceInterrupt]: [
    `${VIRTIO} virtio_notify()`,
    'used.idx passed used_event, so the device interrupts the guest by MSI-X. signalled_used remembers where that was; it is not migrated, so the destination interrupts once too often rather than too seldom. Without it the driver would sleep.',
  ],
  [EventKind.DeviceReceive]: [
    `${NET} virtio_net_receive_rcu()`,
    'A packet arrives from the network, passes the receive filter and goes into the next buffer of the queue. If no buffer is there, the backend keeps it. Without buffers the guest is deaf.',
  ],
  [EventKind.DeviceTransmit]: [
    `${NET} virtio_net_flush_tx()`,
    'A packet of the guest leaves for the network. Its buffer goes back through the used ring. Without it tx_waiting says that work is left.',
  ],
  [EventKind.DeviceError]: [
    `${VIRTIO} virtio_error()`,
    'The device found rings that make no sense: it is marked broken and, with VERSION_1, NEEDS_RESET is set. The load goes on, and the migration completes with a device that does nothing. Without a reset by the guest it stays so.',
  ],
  [EventKind.MigrationState]: [
    'migration/migration.c migrate_set_state()',
    'The state that query-migrate reports: setup, active, device, completed, or failed. Management tools act on it. Without it nobody would know when the source may be ended.',
  ],
  [EventKind.PassStart]: [
    'migration/ram.c migration_bitmap_sync()',
    'Takes over the dirty log: pages written since the last sync become due again, and a new pass begins. dirty-sync-count counts these. Without it the first copy of a page would be its last.',
  ],
  [EventKind.CompletionTest]: [
    'migration/migration.c migration_iteration_run()',
    'What is left is compared with bandwidth × downtime-limit. Below it, the guest can be stopped. Before the first 100 ms window has been measured the threshold is zero, so no migration ends at once.',
  ],
  [EventKind.CpuThrottle]: [
    'migration/ram.c mig_throttle_guest_down()',
    'Auto-converge: more than a second since the last reckoning, bytes dirtied against bytes transferred were above throttle-trigger-threshold for the second time, so the vCPUs sleep a larger share of their time. The guest writes, sends and receives less until the migration ends. Without it the passes would stop getting shorter.',
  ],
  [EventKind.EarlyVoid]: [
    'hw/net/virtio-net.c virtio_net_save_setup() of the RFC',
    'The guest has changed features, configuration, filters or the place of a ring since the last early state, so what the destination prepared by it was in vain. Ring indices do not count. Redone at once, the state is sent whole again; without that, FULL sets it right in the stop.',
  ],
  [EventKind.ReturnSent]: [
    'migration/migration.c migrate_send_rp_message()',
    'The destination answers over the return path: PONG to the source’s PING, SWITCHOVER_ACK once every device that asked for it is warm, SHUT when the guest runs here. It takes the link’s latency. Without a return path the source would know nothing of the destination but that the pipe broke.',
  ],
  [EventKind.ReturnHeard]: [
    'migration/migration.c source_return_path_thread()',
    'The source hears an answer of the destination. After SWITCHOVER_ACK it may stop the guest as soon as what is left fits; before, it keeps sending. Without SHUT it would not call the migration completed.',
  ],
  [EventKind.AckPending]: [
    'migration/savevm.c qemu_loadvm_approve_switchover()',
    'Capability switchover-ack: the destination counts the devices that want to be asked, and each approves when its early load is done. In QEMU that is VFIO; that virtio-net asks too is this project’s proposal, after the thread. Without it the guest might be stopped while the destination is still warming up.',
  ],
  [EventKind.RateLimited]: [
    'migration/migration-stats.c migration_rate_exceeded()',
    'This window’s share of max-bandwidth is used up. The thread sleeps until the window of 100 ms ends, and a handler after RAM, such as virtio-net, gets no PART in this pass. Without it the migration would take the whole link.',
  ],
  [EventKind.SectionSaveStart]: [
    'migration/savevm.c save_section_header()',
    'The source begins a section: type, id and, in START and FULL, name and version. Trace: savevm_section_start. Without it the bytes that follow have no owner.',
  ],
  [EventKind.SectionSaveEnd]: [
    'migration/savevm.c save_section_footer()',
    'The section is complete, with its footer. Its bytes may still wait in the file’s buffer of 32 KiB. Without the footer the destination stops: "Missing section footer".',
  ],
  [EventKind.HeaderSaved]: [
    'migration/savevm.c qemu_savevm_state_header()',
    'Magic, version, machine type and capabilities are written. Nothing of the guest is in it. Without it the destination refuses the stream.',
  ],
  [EventKind.CommandSent]: [
    'migration/savevm.c qemu_savevm_send_switchover_start()',
    'Command 11 tells the destination that the last pass begins. The vCPUs are stopped already. Without it a destination that must prepare for the switch would be late.',
  ],
  [EventKind.StreamEnd]: [
    'migration/savevm.c qemu_savevm_state_complete_precopy_non_iterable()',
    'Every device is saved; the end mark and the description follow. What is left is to flush the file. Without the mark the destination would wait.',
  ],
  [EventKind.StateTaken]: [
    `${VIRTIO} virtio_save()`,
    'The values that the section carries are read off the device now. What changes at the source after this is not in these bytes. Without knowing when, nobody could say which change a loaded value is from.',
  ],
  [EventKind.LinkPacket]: [
    'migration/qemu-file.c qemu_fflush()',
    'The file’s buffer went to the link; the migration thread was blocked meanwhile. How long is the modelled link’s bandwidth and latency. Without the flush the last bytes would stay at the source.',
  ],
  [EventKind.SectionLoadStart]: [
    'migration/savevm.c qemu_loadvm_section_start_full()',
    'The header of a section has arrived, and its handler begins to load. Trace: qemu_loadvm_state_section_startfull. Without a handler of that name it would end here.',
  ],
  [EventKind.SectionLoadEnd]: [
    'migration/savevm.c check_section_footer()',
    'The section is loaded and its footer is right. The time it took is modelled. Without the right footer the load would have ended.',
  ],
  [EventKind.HeaderLoaded]: [
    'migration/savevm.c qemu_loadvm_state_header()',
    'Magic, version, machine type and capabilities agree; load_setup() of the handlers has run. From here sections are taken as they come. Without agreement nothing is touched.',
  ],
  [EventKind.CommandLoaded]: [
    'migration/savevm.c loadvm_process_command()',
    'The destination takes a command from the stream. For switchover start it has nothing to do in precopy. An unknown one ends the load.',
  ],
  [EventKind.LoadFailed]: [
    'migration/migration.c process_incoming_migration_co()',
    'The load stops here: the destination prints "load of migration failed" and ends. The guest goes on at the source, nothing is lost but time. Without the line before this one the cause would not be known: it is the first error that counts.',
  ],
  [EventKind.LoadEnd]: [
    'migration/savevm.c qemu_loadvm_state()',
    'Everything is loaded, the end mark and the description are read. cpu_synchronize_all_post_init() comes next, then the guest can start. Without the description QEMU says so and goes on.',
  ],
  [EventKind.CheckSkipped]: [
    'RFC patch 5, hw/virtio/virtio.c virtio_load()',
    'At the early load guest RAM is still zero, so the comparison with avail.idx is left out and used_idx, shadow_avail_idx and inuse become 0. FULL does it with the guest’s real memory. Without the patch even an idle guest ends with a broken device.',
  ],
  [EventKind.CheckPassed]: [
    `${VIRTIO} virtio_load()`,
    'last_avail_idx was compared with avail.idx in guest memory: not more heads than the ring has entries. Then used_idx, shadow_avail_idx and inuse are computed from memory. Without RAM loaded first this could not pass.',
  ],
  [EventKind.Intervention]: [
    'from the scenario; QEMU’s own way in is migration/migration-hmp-cmds.c and QMP',
    'A person acts here: what was asked is in the scenario, and everything before this event came out as it was without it. Some things cannot be done at their time, a stopped guest’s driver cannot be told anything. Without it this branch would be its parent.',
  ],
  [EventKind.BackendSetUp]: [
    'hw/virtio/vhost.c vhost_dev_start(), hw/virtio/vhost-vdpa.c',
    'The destination sets the NIC’s vhost back-end up, one queue pair after another. The time is modelled. Without it nobody would look at the guest’s rings.',
  ],
  [EventKind.BackendPinned]: [
    'hw/virtio/vhost-vdpa.c vhost_vdpa_listener_region_add()',
    'Guest memory is mapped for the vDPA device, which pins every page: by the thread’s figures more than half of the time of its set-up, modelled here. It happens when the device is opened, before any migration, and again in its start when a reset has dropped it. Without it no packet could reach the guest’s buffers.',
  ],
  [EventKind.BackendUnpinned]: [
    'hw/virtio/vhost-vdpa.c vhost_vdpa_reset_device()',
    'The reset after the device was opened takes the mappings away: the listener is registered, dropped, and registered again at the start, in the downtime. A reviewer proposed to leave this reset out while the listener is registered; the switch vdpaKeepPinned does.',
  ],
  [EventKind.BackendCommand]: [
    'net/vhost-vdpa.c vhost_vdpa_net_cvq_load()',
    'QEMU tells the vDPA device through its control queue what the guest had set up: MAC, filters, queue pairs, RSS, offloads, VLANs, one command after another. The time is modelled. On an early state these go before the stop, and only what changed follows in it. Without them the device would filter as after a reset.',
  ],
  [EventKind.BackendEnabled]: [
    'hw/virtio/vhost-vdpa.c vhost_vdpa_set_vring_ready()',
    'The data queues are enabled, always in the stop: the device then takes the ring indices that FULL carried. From the first to the last takes microseconds. Without it the back-end would wait for ever.',
  ],
  [EventKind.StreamFault]: [
    'from the scenario; where QEMU would notice: migration/qemu-file.c',
    'Bytes of the stream are changed on the link: the source wrote others than the destination reads. Offsets from here on are those on the wire. Without the damage the destination would read what the source wrote.',
  ],
};
