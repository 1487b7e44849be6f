// The pages of an open document, each made once: their lives, and the map that moves with the cursor.
import { filePageLives, type PageLives } from '../../engine/capture/page-life.ts';
import { filePageMap, RunPageMap, type PageMap } from '../../engine/capture/page-map.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { pageLivesOf, runSpaceOf } from '../../store/reason-space.ts';

const fileLives = new WeakMap<OpenDocument, PageLives>();
const maps = new WeakMap<OpenDocument, RunPageMap | PageMap>();

export function livesOf(document: OpenDocument): PageLives {
  if (document.kind === 'run') return pageLivesOf(document);
  const known = fileLives.get(document);
  if (known) return known;
  const { records, blocks } = document.inspection;
  const made = filePageLives(records, blocks);
  fileLives.set(document, made);
  return made;
}

/** The map after head `cursor`; of a file the whole of it. */
export function mapAt(document: OpenDocument, cursor: number): PageMap {
  let map = maps.get(document);
  if (!map) {
    const { records, blocks } = document.inspection;
    map =
      document.kind === 'run' ? new RunPageMap(runSpaceOf(document)) : filePageMap(records, blocks, livesOf(document));
    maps.set(document, map);
  }
  if (document.kind === 'run' && map instanceof RunPageMap)
    map.seek(document.timeline.heads[cursor + 1] ?? document.timeline.length);
  return map;
}
