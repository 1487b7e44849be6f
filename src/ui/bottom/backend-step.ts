// Steps of a vhost back-end's start in words: for the log and for the timeline's bars.
import { EventKind } from '../../engine/capture/event-kinds.ts';
import { Ctrl, CtrlMac, CtrlMq, CtrlVlan, RX_MODES } from '../../engine/devices/virtio-net-ctrl-numbers.ts';

/** The kinds of such steps. */
export const BACKEND_STEPS: ReadonlySet<number> = new Set([
  EventKind.BackendPinned,
  EventKind.BackendUnpinned,
  EventKind.BackendSetUp,
  EventKind.BackendCommand,
  EventKind.BackendEnabled,
]);

/** What an event of one of these kinds says in its `before`. */
export function backendStep(kind: number, before: number): string {
  if (kind === EventKind.BackendPinned) return `${before} MiB of guest memory pinned for the vDPA device`;
  if (kind === EventKind.BackendUnpinned) return `vDPA device reset: ${before} MiB of guest memory no longer pinned`;
  if (kind === EventKind.BackendSetUp)
    return `back-end set up, ${before} ${before === 1 ? 'queue pair' : 'queue pairs'}`;
  if (kind === EventKind.BackendEnabled) return `${before} queues enabled`;
  return `control queue: ${commandName(Math.floor(before / 256), before % 256)}`;
}

/** A command of the control queue by the name that the specification gives it, without VIRTIO_NET_CTRL_. */
export function commandName(cls: number, command: number): string {
  switch (cls) {
    case Ctrl.Rx:
      return `RX_${RX_MODES[command]?.toUpperCase() ?? command}`;
    case Ctrl.Mac:
      return command === CtrlMac.AddrSet ? 'MAC_ADDR_SET' : 'MAC_TABLE_SET';
    case Ctrl.Vlan:
      return command === CtrlVlan.Add ? 'VLAN_ADD' : 'VLAN_DEL';
    case Ctrl.Mq:
      return command === CtrlMq.RssConfig ? 'MQ_RSS_CONFIG' : 'MQ_VQ_PAIRS_SET';
    case Ctrl.GuestOffloads:
      return 'GUEST_OFFLOADS_SET';
    default:
      return `class ${cls}, command ${command}`;
  }
}
