// One line: the value at the selection as every width and byte order reads it.
import { groupThousands, hex, macText } from '../../engine/bytes/text.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { currentFrame } from './current-frame.ts';
import { GoTo } from './GoTo.tsx';
import css from './stream.module.css';

/** Values that start at `offset`; widths that do not fit are left out. */
export function inspectAt(stream: Uint8Array, offset: number): readonly { label: string; value: string }[] {
  const out: { label: string; value: string }[] = [];
  const read = (size: number, little: boolean): bigint => {
    let value = 0n;
    for (let i = 0; i < size; i++) value = (value << 8n) | BigInt(stream[offset + (little ? size - 1 - i : i)]!);
    return value;
  };
  if (offset < stream.length) out.push({ label: 'u8', value: groupThousands(stream[offset]!) });
  for (const size of [2, 4, 8]) {
    if (offset + size > stream.length) break;
    out.push({ label: `u${size * 8} be`, value: groupThousands(read(size, false)) });
    out.push({ label: 'le', value: groupThousands(read(size, true)) });
  }
  if (offset + 6 <= stream.length) out.push({ label: 'MAC', value: macText(stream.slice(offset, offset + 6)) });
  return out;
}

export function Inspector({ document }: { readonly document: OpenDocument }) {
  const selection = useApp((state) => state.selection);
  const time = useApp((state) => state.time);
  const shown = selection && selection.row >= 0 ? selection : currentFrame(document, selection, time);
  const offset = shown?.start ?? 0;
  const { selectBytes } = useActions();
  return (
    <div className={css.inspector} role="region" aria-label="Value at the selection">
      <span className="mono">{hex(offset)}</span>
      <div className={css.values}>
        {inspectAt(document.stream, offset).map(({ label, value }, i) => (
          <span key={i}>
            <span className="dim">{label}</span> <b className="mono">{value}</b>
          </span>
        ))}
      </div>
      <GoTo length={document.stream.length} onGo={(offset) => selectBytes(offset, offset + 1, 'step')} />
    </div>
  );
}
