// An address in guest memory as a way to its page on the map.
import { hex } from '../../engine/bytes/text.ts';
import { useActions } from '../app/use-app.ts';
import css from './rings.module.css';

export function GuestAddress({ address }: { readonly address: number }) {
  const { showPage } = useActions();
  const text = hex(address);
  return (
    <button
      type="button"
      className={`mono ${css.address}`}
      title={`${text} on the map of guest memory`}
      onClick={() => showPage(Math.floor(address / 4096))}
    >
      {text}
    </button>
  );
}
