// The ways to look at two documents.
export const COMPARE_VIEWS = [
  { id: 'state', text: 'State' },
  { id: 'stream', text: 'Stream' },
  { id: 'bytes', text: 'Bytes' },
  { id: 'schema', text: 'Schema' },
  { id: 'figures', text: 'Figures' },
] as const;

export type CompareView = (typeof COMPARE_VIEWS)[number]['id'];
