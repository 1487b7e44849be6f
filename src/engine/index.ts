// The engine as one module for Node, with every captured machine registered. The app imports the single files instead.
import './machine/all-platforms.ts';
export type { RunCapture, SideCapture, Side, ArenaInfo, RunOutcome } from './capture/capture.ts';
export { checkScenario } from './scenario/check.ts';
export { DEFAULT_SCENARIO } from './scenario/default-scenario.ts';
export type { Scenario, Strategy } from './scenario/scenario.ts';
export { joinSides } from './migration/join.ts';
export { runScenario, streamCapacity } from './migration/run.ts';
export { runSource, type SourceResult } from './migration/source.ts';
export { runDestination, type DestinationResult } from './migration/destination.ts';
export { heardBack, SILENT } from './migration/return-path.ts';
export { destinationOverRing, sourceOverRing } from './migration/side-threads.ts';
export { RingFeed } from './migration/feed.ts';
export { hashCapture } from './migration/hash.ts';
export { inspect } from './inspect/inspect.ts';
export type { Inspection } from './inspect/inspection.ts';
export { ByteRing, makeRingBuffer, RingCancelled } from './shm/byte-ring.ts';
export { LinkReader, LinkWriter } from './shm/link-frames.ts';
