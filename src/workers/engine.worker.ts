// The one script of all threads; a worker's name says which it is. One script, because it is loaded once that way:
// each worker of its own would bring the whole engine along.
import { expose } from 'comlink';
import type { ThreadName } from '../protocol/messages.ts';
import { bothApi } from './both-api.ts';
import { destinationApi } from './destination-api.ts';
import { inspectorApi } from './inspector-api.ts';
import { sourceApi } from './source-api.ts';
import { trialsApi } from './trials-api.ts';

const THREADS: Readonly<Record<ThreadName, object>> = {
  source: sourceApi,
  destination: destinationApi,
  both: bothApi,
  inspector: inspectorApi,
  trials: trialsApi,
};

expose(THREADS[self.name as ThreadName]);
