// A run in two threads of Node over a byte ring, as two workers run it in the page.
import { Worker } from 'node:worker_threads';
import type { DestinationResult } from '../engine/migration/destination.ts';
import { SILENT, type ReturnPath } from '../engine/migration/return-path.ts';
import type { SourceResult } from '../engine/migration/source.ts';
import type { Scenario } from '../engine/scenario/scenario.ts';
import { makeRingBuffer } from '../engine/shm/byte-ring.ts';
import { bundleForNode } from './bundle.ts';

/** Both sides in threads of their own, over a byte ring. */
export async function inTwoThreads(
  scenario: Scenario,
  back: ReturnPath = SILENT,
): Promise<[SourceResult, DestinationResult]> {
  const code = await bundleForNode('src/engine/index.ts');
  const ring = makeRingBuffer();
  const start = <T>(name: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(
        `const { workerData, parentPort } = require('node:worker_threads');
         const { code, name, scenario, ring, back } = workerData;
         import(code).then((engine) => parentPort.postMessage(engine[name](scenario, ring, back)));`,
        { eval: true, workerData: { code, name, scenario, ring, back } },
      );
      worker.once('message', (result: T) => {
        resolve(result);
        void worker.terminate();
      });
      worker.once('error', reject);
    });
  return Promise.all([start<SourceResult>('sourceOverRing'), start<DestinationResult>('destinationOverRing')]);
}
