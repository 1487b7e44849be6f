// Steps of a vhost back-end's start in words: for the log and for the timeline's bars.
import { EventKind } from '../../engine/capture/event-kinds.ts';
import { Ctrl, CtrlMac, CtrlMq, CtrlVlan, RX_MODES } from '../../engine/devices/virtio-net-ctrl-numbers.ts';

/** What an event of kind BackendSetUp, BackendCommand or BackendEnabled says in its `before`. */
export function backendStep(kind: number, before: number): string {
  if (kind === EventKind.BackendSetUp)
    return before === 0 ? 'vhost-net set up' : `vDPA device set up, ${before} MiB of guest memory pinned`;
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
