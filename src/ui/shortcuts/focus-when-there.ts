// Gives the focus to an element that may come later: its panel may still be loading, or be there and not yet shown.
import { soon } from './soon.ts';

/** Focuses the first element that matches, now or when it can be; a field's text is selected. */
export function focusWhenThere(selector: string): void {
  void soon(() => focusNow(selector));
}

/** Whether it has the focus: an element that is hidden while its panel is on its way does not take it. */
function focusNow(selector: string): boolean {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) return false;
  element.focus();
  if (element instanceof HTMLInputElement) element.select();
  return document.activeElement === element;
}
