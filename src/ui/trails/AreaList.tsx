// Rings and buffers in guest memory, each a way to its first page on the map.
import { hex } from '../../engine/bytes/text.ts';
import type { MemoryArea } from './memory-areas.ts';
import css from './map.module.css';

interface Props {
  readonly areas: readonly MemoryArea[];
  readonly page: number;
  readonly onChoose: (page: number) => void;
}

export function AreaList({ areas, page, onChoose }: Props) {
  if (areas.length === 0) return null;
  return (
    <ul className={css.areas} aria-label="Rings and buffers">
      {areas.map(({ label, kind, address, pages }) => (
        <li key={label}>
          <button
            type="button"
            aria-current={pages.includes(page) ? 'true' : undefined}
            onClick={() => onChoose(pages[0]!)}
          >
            <span className={kind === 'ring' ? css.ringSign : css.bufferSign} aria-hidden="true" /> {label}{' '}
            <span className="mono dim">{hex(address)}</span>
            {pages.length > 1 && <span className="dim"> {pages.length} pages</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
