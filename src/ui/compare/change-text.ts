// A change as a table writes it: with its sign, or = for none.
import { groupThousands } from '../../engine/bytes/text.ts';

export function changeText(change: number, text: (value: number) => string = groupThousands): string {
  return change === 0 ? '=' : `${change > 0 ? '+' : '−'}${text(Math.abs(change))}`;
}
