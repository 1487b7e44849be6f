// One block of the icicle with what is below it.
import { groupThousands } from '../../engine/bytes/text.ts';
import type { BytePair } from '../../engine/inspect/byte-tree.ts';
import { changeText } from './change-text.ts';
import css from './compare.module.css';

interface Props {
  readonly node: BytePair;
  /** How it grows beside its neighbours: bytes. */
  readonly share: number;
}

export function ByteBlock({ node, share }: Props) {
  const { name, a, b, children } = node;
  const words = `${name}: ${groupThousands(a)} bytes shown, ${groupThousands(b)} in the other (${changeText(b - a)})`;
  return (
    <div className={css.byteColumn} style={{ flexGrow: share }}>
      <div className={css.byteBlock} data-differs={a !== b} title={words}>
        {name} {a === b ? '' : changeText(b - a)}
      </div>
      {children.length > 0 && (
        <div className={css.byteChildren}>
          {children.map((child) => (
            <ByteBlock key={child.name} node={child} share={Math.max(child.a, child.b)} />
          ))}
        </div>
      )}
    </div>
  );
}
