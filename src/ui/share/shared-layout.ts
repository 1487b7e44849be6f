// The sizes of the panels as a link carries them: `rows-wide:main:bottom/main` → 773 per mille. What does not fit the
// layouts of this app is left out: it came from outside.
import { columnsOf, rowsOf, type Room } from '../app/layout-props.ts';
import { layOutAnew, LAYOUT_PREFIX, rememberedSizes } from '../app/panel-layout.ts';

const ROOMS: readonly Room[] = ['wide', 'narrow', 'tiny'];

interface Layout {
  readonly id: string;
  readonly panelIds: readonly string[];
}

/** Every group of panels that there is, each once. */
const LAYOUTS: readonly Layout[] = ROOMS.flatMap((room) => [rowsOf(room), columnsOf(room)]).filter(
  ({ id }, i, all) => all.findIndex((other) => other.id === id) === i,
);

const nameOf = ({ id, panelIds }: Layout): string => [id, ...panelIds].join(':');

/** Sizes that a person gave, of all groups whose dividers were moved. */
export function sharedLayout(): Readonly<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const layout of LAYOUTS) {
    const remembered = rememberedSizes(layout);
    if (!remembered) continue;
    for (const [panel, size] of Object.entries(remembered)) sizes[`${nameOf(layout)}/${panel}`] = Math.round(size * 10);
  }
  return sizes;
}

/** Lays the panels out as a link says; groups that it does not name, or not as a whole, stay as they are. */
export function takeLayout(sizes: Readonly<Record<string, number>>): void {
  const before = sharedLayout();
  let changed = false;
  for (const layout of LAYOUTS) {
    const name = nameOf(layout);
    const parts = layout.panelIds.map((panel) => sizes[`${name}/${panel}`]);
    if (!parts.every((part): part is number => part !== undefined && part >= 0)) continue;
    const sum = parts.reduce((total, part) => total + part, 0);
    // Rounded to per mille each: the whole is about 1000.
    if (Math.abs(sum - 1000) > parts.length) continue;
    if (layout.panelIds.every((panel, i) => before[`${name}/${panel}`] === parts[i])) continue;
    const panels = Object.fromEntries(layout.panelIds.map((panel, i) => [panel, (parts[i]! / sum) * 100]));
    localStorage.setItem(`${LAYOUT_PREFIX}:${name}`, JSON.stringify(panels));
    changed = true;
  }
  if (changed) layOutAnew();
}
