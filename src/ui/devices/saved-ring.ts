// A ring of a file: read out of the pages of guest RAM that the stream holds, as they were sent last. What a destination
// would find there when it loads the device.
import { LastPages } from '../../engine/compare/last-pages.ts';
import { legacyAddresses } from '../../engine/virtqueue/split.ts';
import { lazyBytes, type FileDocument } from '../../store/documents.ts';
import { readPackedRing } from '../rings/read-packed-ring.ts';
import { readSplitRing, type RingPlace } from '../rings/read-split-ring.ts';
import type { RingView } from '../rings/ring-view.ts';
import type { SavedQueue } from './saved-view.ts';

const PAGE = 4096;
/** Rings of 1,024 entries take 7 pages; addresses of a damaged stream may be anywhere. */
const MOST_PAGES = 64;

export interface SavedRing {
  readonly view: RingView;
  /** Whether the stream holds the page of an address. */
  readonly holds: (address: number) => boolean;
}

const pages = new WeakMap<FileDocument, LastPages>();

function pagesOf(document: FileDocument): LastPages {
  const known = pages.get(document);
  if (known) return known;
  const made = new LastPages(document);
  pages.set(document, made);
  return made;
}

/** The ring, or in words why there is none to be seen. */
export function savedRing(document: FileDocument, queue: SavedQueue, isPacked: boolean): SavedRing | string {
  const place = placeOf(queue);
  if (place.desc === 0) return 'The driver has not set this queue up.';
  if (lazyBytes(document)) return 'The rings of a file that is too large to be held in memory are not drawn.';
  const last = pagesOf(document);
  const [block] = last.blocks;
  if (block === undefined || last.pageSize !== PAGE) return 'The stream holds no guest memory.';
  const { num, desc, avail, used } = place;
  const first = Math.floor(Math.min(desc, avail, used) / PAGE);
  const end = Math.max(desc + 16 * num, avail + 6 + 2 * num, used + 6 + 8 * num);
  const count = Math.ceil(end / PAGE) - first;
  if (count > MOST_PAGES) return 'The parts of the ring lie too far apart.';
  const content = Array.from({ length: count }, (_, i) => last.contentOf(block, first + i));
  if (content.every((each) => each === 'none')) return 'The stream holds none of this ring’s pages.';
  const memory = new Uint8Array(count * PAGE);
  last.readInto(
    memory,
    block,
    first,
    Uint8Array.from(content, (each) => (each === 'data' ? 1 : 0)),
  );
  const holds = (address: number): boolean => (content[Math.floor(address / PAGE) - first] ?? 'none') !== 'none';
  const base = first * PAGE;
  if (isPacked) {
    const ring = readPackedRing(memory, base, place);
    return ring ? { view: { format: 'packed', ring }, holds } : 'The ring’s addresses make no sense.';
  }
  const ring = readSplitRing(memory, base, place);
  return ring ? { view: { format: 'split', ring }, holds } : 'The ring’s addresses make no sense.';
}

/** A legacy device is given the descriptors' page only, and saves nothing else. */
function placeOf({ num, desc, avail, used }: SavedQueue): RingPlace {
  return avail === 0 ? legacyAddresses(Number(desc), num) : { num, desc: Number(desc), avail, used };
}
