// The signs of the map of guest memory, each with how many pages have it: the map's twin in words.
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import { PageState, type PageMap } from '../../engine/capture/page-map.ts';
import { countHeat, countStates, HEAT_LABELS, type MapLayout } from './map-cells.ts';
import { MapSign } from './MapSign.tsx';
import { stateWords } from './page-words.ts';
import css from './map.module.css';

interface Props {
  readonly map: PageMap;
  /** Changes whenever the map does. */
  readonly version: number;
  readonly isHeat: boolean;
  readonly isFile: boolean;
  readonly layout: MapLayout;
}

const RUN = [
  PageState.NotSent,
  PageState.InFlight,
  PageState.Loaded,
  PageState.Zero,
  PageState.DirtyAgain,
  PageState.Written,
];
const FILE = [PageState.Loaded, PageState.Zero, PageState.NotSent];

export function MapLegend({ map, version, isHeat, isFile, layout }: Props) {
  const counts = isHeat ? countHeat(map) : countStates(map);
  const entries = isHeat
    ? HEAT_LABELS.map((label, step) => ({ sign: step, label: `sent ${label}`, count: counts[step]! }))
    : (isFile ? FILE : RUN).map((state) => ({ sign: state, label: stateWords(state, isFile), count: counts[state]! }));
  return (
    <ul className={css.legend} aria-label="Pages by what the map shows" data-version={version}>
      {entries.map(({ sign, label, count }) => (
        <li key={label}>
          <MapSign sign={sign} isHeat={isHeat} /> {label} <span className="mono dim">{groupThousands(count)}</span>
        </li>
      ))}
      {layout.group > 1 && (
        <li className="dim">a cell is {groupThousands(layout.group)} pages, drawn as the most urgent of them</li>
      )}
      {layout.pages < map.pageCount && (
        <li className="dim">
          shown from <span className="mono">{hex(layout.first * 4096, 8)}</span> to{' '}
          <span className="mono">{hex((layout.first + layout.pages) * 4096 - 1, 8)}</span>
        </li>
      )}
    </ul>
  );
}
