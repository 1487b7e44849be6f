// The scenarios that come with the app.
import { SCENARIO_VERSION, type Scenario } from './scenario.ts';

/** What a person sees first: a small guest over 100 Mbit/s, four passes, ring indices about to wrap at 65,536. */
export const DEFAULT_SCENARIO: Scenario = {
  version: SCENARIO_VERSION,
  name: 'Default: 100 Mbit/s',
  seed: 7,
  strategy: 'iterative',
  machine: { memoryMiB: 16, filledPerMille: 150 },
  nic: { mac: '52:54:00:12:34:56', queueSize: 1024, rxBuffers: 64, startIndex: 65_500 },
  workload: { rxPerSecond: 400, txPerSecond: 300, packetBytes: 200, dirtyPagesPerSecond: 1200, workingSetPages: 400 },
  link: { bandwidth: 100_000_000, latency: 200_000 },
  migration: { maxBandwidth: 12_500_000, downtimeLimit: 12, maxPasses: 100 },
  runAfter: 20_000_000,
};
