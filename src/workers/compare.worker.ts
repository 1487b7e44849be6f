// The script of the threads that compare two streams: one of its own, since it comes when somebody compares, and the first
// load need not pay for it.
import { expose } from 'comlink';
import type { CompareApi } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';
import { begin, fields, loads, pages, sections } from './compare-streams.ts';

const api: CompareApi = {
  begin: (a, b) => attempt('compare', () => begin(a, b)),
  sections: (options, told) => attempt('compare', () => sections(options, told)),
  fields: (pair, options) => attempt('compare', () => fields(pair, options)),
  loads: () => attempt('compare', () => loads()),
  pages: (told) => attempt('compare', () => pages(told)),
};

expose(api);
