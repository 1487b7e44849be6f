// Compares two streams in a thread that is started for them and ended with them. All of it comes when it is asked for.
import type { CompareApi } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';

const comparing = () => import('./compare-streams.ts');

export const compareApi: CompareApi = {
  begin: (a, b) => attempt('compare', async () => (await comparing()).begin(a, b)),
  sections: (options, told) => attempt('compare', async () => (await comparing()).sections(options, told)),
  fields: (pair, options) => attempt('compare', async () => (await comparing()).fields(pair, options)),
  pages: (told) => attempt('compare', async () => (await comparing()).pages(told)),
};
