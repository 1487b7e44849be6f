// Numbers of virtio-net's control commands (virtio 1.2, 5.1.6.5), for who sends, executes or names them.

/** Class and command numbers. */
export const Ctrl = {
  Rx: 0,
  Mac: 1,
  Vlan: 2,
  Announce: 3,
  Mq: 4,
  GuestOffloads: 5,
} as const;
/** Commands of class Rx are the six modes, in this order. */
export const RX_MODES = ['promisc', 'allmulti', 'alluni', 'nomulti', 'nouni', 'nobcast'] as const;
export type RxMode = (typeof RX_MODES)[number];
export const CtrlMac = { TableSet: 0, AddrSet: 1 } as const;
export const CtrlVlan = { Add: 0, Del: 1 } as const;
export const CtrlMq = { PairsSet: 0, RssConfig: 1 } as const;
