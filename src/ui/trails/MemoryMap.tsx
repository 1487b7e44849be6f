// Guest memory at the cursor as a map of cells, with where rings and buffers lie; a page is chosen by pointer or arrow
// keys. The drawing is a slider over the pages to a screen reader, and says in words what it shows.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { PageMap } from '../../engine/capture/page-map.ts';
import { useSize } from '../primitives/use-size.ts';
import primitives from '../primitives/primitives.module.css';
import { useTokens } from '../theme/read-tokens.ts';
import { drawMap } from './draw-map.ts';
import { CELL, cellContent, mapLayout, MAX_ROWS, pageAtPlace, zoomedRange, type MapLayout } from './map-cells.ts';
import { MapLegend } from './MapLegend.tsx';
import type { MemoryArea } from './memory-areas.ts';
import { pageWords } from './page-words.ts';
import css from './map.module.css';

interface Props {
  readonly map: PageMap;
  /** Changes whenever the map does. */
  readonly version: number;
  readonly areas: readonly MemoryArea[];
  readonly isFile: boolean;
  readonly page: number;
  readonly onChoose: (page: number) => void;
}

const ZOOMS = 8;

export function MemoryMap({ map, version, areas, isFile, page, onChoose }: Props) {
  const [box, { width }] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const tokens = useTokens();
  const [isHeat, setHeat] = useState(false);
  const [zoom, setZoom] = useState({ level: 0, around: 0 });
  const layout = useMemo(
    () => mapLayout(...zoomedRange(zoom.around, map.pageCount, zoom.level), width),
    [map, zoom, width],
  );
  useEffect(() => {
    if (canvas.current && width > 0) drawMap(canvas.current, { map, layout, areas, page, isHeat, tokens });
  }, [map, version, layout, areas, page, isHeat, tokens, width]);
  const zoomBy = (by: number): void =>
    setZoom(({ level }) => ({ level: Math.max(0, Math.min(ZOOMS, level + by)), around: page }));
  const canZoomIn = layout.group > 1;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === '+' || event.key === '=' || event.key === '-') {
      event.preventDefault();
      if (event.key === '-' || canZoomIn) zoomBy(event.key === '-' ? -1 : 1);
      return;
    }
    const to = keyTarget(event.key, page, layout, map.pageCount);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(to);
    if (to < layout.first || to >= layout.first + layout.pages) setZoom(({ level }) => ({ level, around: to }));
  };
  const onPointer = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons !== 1) return;
    const bounds = event.currentTarget.getBoundingClientRect();
    const at = pageAtPlace(layout, event.clientX - bounds.left, event.clientY - bounds.top);
    if (at < 0) return;
    // Of a group the page that its look comes from.
    onChoose(cellContent(map, layout, Math.floor((at - layout.first) / layout.group)).page);
  };
  return (
    <div className={css.map}>
      <div className={css.tools}>
        <div className={primitives.switch} role="group" aria-label="What the map shows">
          <button type="button" aria-pressed={!isHeat} onClick={() => setHeat(false)}>
            state
          </button>
          <button type="button" aria-pressed={isHeat} onClick={() => setHeat(true)}>
            times sent
          </button>
        </div>
        <span className={css.words} data-testid="page-words">
          {pageWords(map, page, areas, isFile)}
        </span>
        {(canZoomIn || zoom.level > 0) && (
          <div className={primitives.switch} role="group" aria-label="Zoom of the map">
            <button type="button" aria-label="Zoom out" disabled={zoom.level === 0} onClick={() => zoomBy(-1)}>
              −
            </button>
            <button type="button" aria-label="Zoom in" disabled={!canZoomIn} onClick={() => zoomBy(1)}>
              +
            </button>
          </div>
        )}
      </div>
      <div ref={box} className={css.box} style={{ minHeight: Math.min(MAX_ROWS, layout.rows) * CELL }}>
        <div
          className={css.cells}
          style={{ width: layout.columns * CELL, height: layout.rows * CELL }}
          role="slider"
          tabIndex={0}
          data-first
          aria-label="Map of guest memory: arrow keys choose a page, plus and minus zoom"
          aria-valuemin={0}
          aria-valuemax={map.pageCount - 1}
          aria-valuenow={page}
          aria-valuetext={pageWords(map, page, areas, isFile)}
          onKeyDown={onKeyDown}
          onPointerDown={onPointer}
          onPointerMove={onPointer}
        >
          <canvas ref={canvas} aria-hidden="true" />
        </div>
      </div>
      <MapLegend map={map} version={version} isHeat={isHeat} isFile={isFile} layout={layout} />
    </div>
  );
}

/** The page that a key leads to from `page`, or null. */
function keyTarget(key: string, page: number, layout: MapLayout, pageCount: number): number | null {
  const row = layout.columns * layout.group;
  const by: Readonly<Record<string, number>> = {
    ArrowLeft: -layout.group,
    ArrowRight: layout.group,
    ArrowUp: -row,
    ArrowDown: row,
    PageUp: -8 * row,
    PageDown: 8 * row,
    Home: -page,
    End: pageCount,
  };
  const step = by[key];
  return step === undefined ? null : Math.max(0, Math.min(pageCount - 1, page + step));
}
