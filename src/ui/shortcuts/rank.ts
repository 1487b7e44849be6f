// Which actions a text finds, best first: every word must occur; the start of the label counts most, then the start of a
// word, then anywhere, then the other words of the action.
import type { Action } from './registry.ts';

export function rank(actions: readonly Action[], text: string): readonly Action[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return actions;
  return actions
    .map((action) => ({ action, score: score(action, words) }))
    .filter(({ score: points }) => points > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ action }) => action);
}

function score(action: Action, words: readonly string[]): number {
  const label = action.label.toLowerCase();
  const rest = `${action.group} ${action.words ?? ''} ${action.shown} ${action.id}`.toLowerCase();
  let total = 0;
  for (const word of words) {
    const at = label.indexOf(word);
    if (at === 0) total += 8;
    else if (at > 0) total += /\W/.test(label[at - 1]!) ? 4 : 2;
    else if (rest.includes(word)) total += 1;
    else return 0;
  }
  return total;
}
