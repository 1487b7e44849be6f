// What a file's bytes are, by kind, for the "what the file holds" table. Every byte is counted once.
import { childrenOf } from '../../engine/capture/span-query.ts';
import { zeroRecords } from '../../engine/inspect/describe-frame.ts';
import { SpanKind, type SpanColumns } from '../../engine/capture/spans.ts';
import type { FileDocument } from '../../store/documents.ts';

const ZERO_PAGES = 'ram, zero pages';
/** Bytes of a zero page's record that names no block, as all in a mixed run are. */
const ZERO_RECORD = 9;

export interface Share {
  readonly what: string;
  readonly bytes: number;
  readonly wrong: boolean;
}

export function fileShares(document: FileDocument): readonly Share[] {
  const { spans, frames, records } = document.inspection;
  const sums = new Map<string, number>();
  const add = (what: string, bytes: number): void => {
    sums.set(what, (sums.get(what) ?? 0) + bytes);
  };
  let described = false;
  for (const row of frames) {
    const kind = spans.kind[row]!;
    const length = spans.end[row]! - spans.start[row]!;
    const name = spans.names[spans.name[row]!]!;
    if (kind === SpanKind.Description) described = true;
    if (kind !== SpanKind.Section) {
      add(
        kind === SpanKind.Description
          ? 'description (JSON)'
          : kind === SpanKind.Opaque
            ? opaqueKind(spans, row)
            : 'framing',
        length,
      );
      continue;
    }
    let inside = 0;
    for (const child of childrenOf(spans, row)) {
      const bytes = spans.end[child]! - spans.start[child]!;
      const what = payloadKind(spans, child, name);
      if (what === '') continue;
      inside += bytes;
      const mixed = spans.kind[child] === SpanKind.MixedRun;
      const zeros = mixed ? ZERO_RECORD * zeroRecords(records, spans.value[child]!, spans.index[child]!) : 0;
      if (zeros > 0) add(ZERO_PAGES, zeros);
      add(what, bytes - zeros);
    }
    add('framing', length - inside);
  }
  const shares = [...sums]
    .map(([what, bytes]) => ({ what, bytes, wrong: what === 'unreadable' }))
    .sort((a, b) => b.bytes - a.bytes);
  return described ? shares : [...shares, { what: 'description (JSON)', bytes: 0, wrong: true }];
}

/** Damage, or the state of a device that nothing here describes. */
function opaqueKind(spans: SpanColumns, row: number): string {
  return spans.mark[row] === 3 ? 'unreadable' : 'not described';
}

function payloadKind(spans: SpanColumns, row: number, name: string): string {
  const kind = spans.kind[row]!;
  if (kind === SpanKind.PageRun || kind === SpanKind.MixedRun) return 'ram, data pages';
  if (kind === SpanKind.ZeroRun) return ZERO_PAGES;
  if (kind === SpanKind.Opaque) return opaqueKind(spans, row);
  if (kind !== SpanKind.Vmstate) return '';
  return name.includes('/virtio-net') ? 'virtio-net' : 'other devices';
}
