// Gives the focus to an element that may come later: its panel may still be loading.

const LONGEST_WAIT = 5000;

/** Focuses the first element that matches, now or when it appears; a field's text is selected. */
export function focusWhenThere(selector: string): void {
  if (focusNow(selector)) return;
  const observer = new MutationObserver(() => {
    if (focusNow(selector)) end();
  });
  const timer = setTimeout(() => observer.disconnect(), LONGEST_WAIT);
  const end = (): void => {
    clearTimeout(timer);
    observer.disconnect();
  };
  observer.observe(document.body, { childList: true, subtree: true });
}

function focusNow(selector: string): boolean {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) return false;
  element.focus();
  if (element instanceof HTMLInputElement) element.select();
  return true;
}
