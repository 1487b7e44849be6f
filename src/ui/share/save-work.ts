// Everything of what is open that can be saved as a file. Text comes in pieces, so that a million events are written
// without the page standing still (save-file.ts).
import { breakpointJson } from '../../engine/breakpoints/breakpoint-json.ts';
import { eventsCsv, eventsJson } from '../../engine/capture/event-table.ts';
import { framesPcapng } from '../../engine/machine/frames-pcapng.ts';
import { layoutOf, schemaOrigin } from '../../engine/inspect/layout.ts';
import { imhexOf } from '../../engine/inspect/to-imhex.ts';
import { kaitaiOf } from '../../engine/inspect/to-kaitai.ts';
import { traceLines } from '../../engine/migration/trace-text.ts';
import { keyOfScenario, rememberedBookmarks } from '../../store/bookmarks/bookmark-memory.ts';
import type { AppActions, AppState } from '../../store/app-store.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { LazyBytes } from '../../store/lazy-bytes.ts';
import { scenarioText, sessionText } from '../../store/share/session-file.ts';
import { fileName, saveFile, type Piece } from './save-file.ts';
import { hexPieces, hexRange, type HexKind } from './hex-pieces.ts';

export type SaveKind =
  | 'scenario'
  | 'session'
  | 'stream'
  | 'events-csv'
  | 'events-json'
  | 'trace'
  | 'hex'
  | 'hex-frame'
  | 'hex-selection'
  | 'ksy'
  | 'hexpat'
  | 'pcap';

interface Saving {
  readonly ending: string;
  readonly type: string;
  readonly pieces: Iterable<Piece> | AsyncIterable<Piece>;
  /** About how many pieces there are. */
  readonly count: number;
  /** How far it is, 0 to 1, where the pieces do not tell. */
  readonly share?: () => number;
}

/** Pieces of a table; capture/event-table.ts. */
const PIECE = 4096;
/** Bytes of a piece of the stream. */
const STREAM_PIECE = 1 << 22;

function* streamPieces({ stream }: OpenDocument): Generator<Piece> {
  // What is left in its file is copied from there by the browser.
  if (stream instanceof LazyBytes) {
    yield stream.file;
    return;
  }
  // A Blob takes no view of shared memory.
  for (let at = 0; at < stream.length; at += STREAM_PIECE)
    yield Uint8Array.from(stream.subarray(at, at + STREAM_PIECE));
}

function* linePieces(lines: readonly string[]): Generator<string> {
  for (let at = 0; at < lines.length; at += PIECE) yield `${lines.slice(at, at + PIECE).join('\n')}\n`;
}

function savingOf(state: AppState, kind: SaveKind): Saving | null {
  const { document, branches, breakpoints, scenario } = state;
  if (kind === 'scenario')
    return { ending: '.json', type: 'application/json', pieces: [scenarioText(scenario)], count: 1 };
  if (kind === 'session') {
    const text = sessionText({
      tree: branches.present,
      bookmarks: branches.present.branches.flatMap(({ id, scenario: of }) =>
        rememberedBookmarks(keyOfScenario(of)).map((mark) => ({ branch: id, ...mark })),
      ),
      breakpoints: breakpoints.map(breakpointJson),
    });
    return { ending: '-session.json', type: 'application/json', pieces: [text], count: 1 };
  }
  if (!document) return null;
  if (kind === 'stream') {
    const count = Math.ceil(document.stream.length / STREAM_PIECE);
    return { ending: '.bin', type: 'application/octet-stream', pieces: streamPieces(document), count };
  }
  if (kind === 'hex' || kind === 'hex-frame' || kind === 'hex-selection') return hexSaving(state, document, kind);
  if (kind === 'ksy' || kind === 'hexpat') {
    const { stream, inspection } = document;
    const schema = (kind === 'ksy' ? kaitaiOf : imhexOf)(layoutOf(stream, inspection), schemaOrigin(inspection));
    return { ending: `.${kind}`, type: 'text/plain', pieces: [schema], count: 1 };
  }
  if (document.kind !== 'run') return null;
  const { capture, timeline } = document;
  if (kind === 'pcap')
    return {
      ending: '.pcapng',
      type: 'application/x-pcapng',
      pieces: framesPcapng(document.scenario, capture),
      count: capture.source.events.length / 40,
    };
  const count = Math.ceil(timeline.length / PIECE) + 2;
  if (kind === 'events-csv')
    return { ending: '-events.csv', type: 'text/csv', pieces: eventsCsv(capture, timeline), count };
  if (kind === 'events-json')
    return { ending: '-events.json', type: 'application/json', pieces: eventsJson(capture, timeline), count };
  const lines = traceLines(capture, {
    source: { hasDowntime: scenario.source.qemu !== '7.2' },
    destination: { hasDowntime: scenario.destination.qemu !== '7.2' },
  });
  return { ending: '.log', type: 'text/plain', pieces: linePieces(lines), count: Math.ceil(lines.length / PIECE) };
}

function hexSaving(state: AppState, document: OpenDocument, kind: HexKind): Saving | null {
  const range = hexRange(state, kind);
  if (!range) return null;
  const { pieces, share } = hexPieces(document, range.start, range.end);
  const part = kind === 'hex' ? '' : `-${range.start.toString(16)}`;
  return { ending: `${part}-hex.txt`, type: 'text/plain', pieces, count: 1, share };
}

/** Saves by way of the browser; answers the file's name, or null when it was stopped or there is nothing to save. */
export async function saveWork(state: AppState & AppActions, kind: SaveKind, label: string): Promise<string | null> {
  const saving = savingOf(state, kind);
  if (!saving) return null;
  return saveFile(state, `Saving ${label}`, {
    name: `${fileName(state.document?.name ?? state.scenario.name)}${saving.ending}`,
    type: saving.type,
    pieces: saving.pieces,
    share: (pieces) => saving.share?.() ?? pieces / saving.count,
  });
}
