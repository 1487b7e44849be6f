// What a person has the guest or the host do with one NIC in the middle of a run, by the names of scenario/actions.ts.
import { macBytes } from '../bytes/text.ts';
import type { RxMode } from '../devices/virtio-net-ctrl-numbers.ts';
import type { Action } from '../scenario/action-groups.ts';
import type { NicHost } from './nic-host.ts';

/** Does it at `now` (ns); false when it cannot be done: there is no such feature, no driver, or the vCPUs stand. */
export function performNicAction(host: NicHost, action: Action, now: number, running: boolean): boolean {
  if (action.do === 'link') return host.setLink(action.up === true);
  // Everything else is the guest's doing.
  if (!running) return false;
  const { driver } = host;
  switch (action.do) {
    case 'set-mac':
      return driver.setMac(macBytes(Number(`0x${String(action.mac).replaceAll(':', '')}`)));
    case 'add-vlan':
      return driver.addVlan(Number(action.vlan));
    case 'drop-vlan':
      return driver.dropVlan(Number(action.vlan));
    case 'rx-mode':
      return driver.setRxMode(action.mode as RxMode, action.on === true);
    case 'offloads':
      return driver.setOffloads(BigInt(action.offloads!));
    case 'queue-pairs':
      return driver.setQueuePairs(Number(action.pairs));
    case 'rss':
      return driver.setRss(action.on === true, Number(action.defaultQueue));
    case 'announce':
      return driver.announce();
    case 'reset':
    case 'unload':
      return host.unload();
    case 'reload':
      return host.reload(null, now);
    case 'ring-size':
      return host.reload(Number(action.size), now);
    case 'burst':
      return host.burst(Number(action.packets), now);
    default:
      return false;
  }
}
