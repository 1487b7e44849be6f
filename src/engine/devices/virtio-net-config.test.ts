// Host features beside what QEMU reported (`host-features`) and printed ("Allowed features: 0x…").
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_NIC,
  defaultRingSizes,
  hostFeatures,
  nicConfigLength,
  nicPath,
  nicVectors,
  type NicConfig,
  type QemuFlavour,
} from './virtio-net-config.ts';

const tap: Partial<NicConfig> = { peer: 'tap', queuePairs: 4 };

describe('host features', () => {
  it.each<[string, QemuFlavour, Partial<NicConfig>, bigint]>([
    ['plain, 7.2', '7.2', {}, 0x10179bf8064n],
    ['plain, 10.0', '10.0', {}, 0x10179bf8064n],
    ['packed=on', '10.0+rfc', { properties: { packed: true } }, 0x10579bf8064n],
    ['mrg_rxbuf=off', '10.0+rfc', { properties: { mrg_rxbuf: false } }, 0x10179bf0064n],
    ['ctrl_vq=off', '7.2', { properties: { ctrl_vq: false } }, 0x10179bd8064n],
    ['host_mtu=1400,speed=10000', '7.2', { properties: { host_mtu: true, speed: true } }, 0x80000101_79bf806cn],
    ['tap, mq=on, 7.2', '7.2', { ...tap, properties: { mq: true } }, 0x10179ffffe7n],
    ['tap, mq=on, 10.0', '10.0', { ...tap, properties: { mq: true } }, 0x1c0010179ffffe7n],
    ['rss=on,hash=on', '10.0', { ...tap, properties: { mq: true, rss: true, hash: true } }, 0x13c0010179ffffe7n],
    ['vhost-user', '10.0+rfc', { peer: 'vhost-user' }, 0x1409f8024n],
  ])('%s', (_, flavour, config, features) => {
    expect(hostFeatures(flavour, { ...DEFAULT_NIC, ...config }).toString(16)).toBe(features.toString(16));
  });

  it('follow the machine type', () => {
    expect(hostFeatures('10.0', { ...DEFAULT_NIC, ...tap }, 'pc-i440fx-7.2') >> 54n).toBe(0n);
    expect(hostFeatures('7.2', DEFAULT_NIC, 'pc-q35-7.1')).toBe(0x179bf8064n);
    expect(hostFeatures('7.2', DEFAULT_NIC, 'pc-q35-7.2')).toBe(0x10179bf8064n);
  });
});

it('bytes of configuration space', () => {
  const length = (...names: readonly string[]): number =>
    nicConfigLength({ ...DEFAULT_NIC, properties: Object.fromEntries(names.map((name) => [name, true])) });
  expect(length()).toBe(8);
  expect(nicConfigLength({ ...DEFAULT_NIC, properties: { status: false } })).toBe(6);
  expect([length('mq'), length('mq', 'host_mtu'), length('host_mtu', 'speed'), length('rss')]).toEqual([
    10, 12, 17, 24,
  ]);
});

it('ring sizes, vectors and path', () => {
  expect(defaultRingSizes('7.2', DEFAULT_NIC)).toEqual({ rx: 256, tx: 256, ctrl: 64 });
  expect(defaultRingSizes('10.0', { ...DEFAULT_NIC, rxQueueSize: 512 })).toEqual({ rx: 512, tx: 1024, ctrl: 1024 });
  expect([nicVectors(DEFAULT_NIC), nicVectors({ ...DEFAULT_NIC, queuePairs: 4 })]).toEqual([4, 10]);
  expect(nicPath({ ...DEFAULT_NIC, slot: 0x1f, function: 2 })).toBe('0000:00:1f.2');
});
