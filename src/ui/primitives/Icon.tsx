// The few glyphs of the top bar and of lists, drawn as paths so that they take the text colour.
const PATHS = {
  play: 'M3 1v10l8-5z',
  pause: 'M2 1h3v10H2zM7 1h3v10H7z',
  back: 'M10 1v10L3 6z',
  forward: 'M2 1v10l7-5z',
  first: 'M1 1h2v10H1zM11 1v10L4 6z',
  last: 'M9 1h2v10H9zM1 1v10l7-5z',
  caret: 'M2 4h8L6 9z',
  sliders: 'M1 2.5h5v1H1zM9 2.5h2v1H9zM6.5 1.5h2v3h-2zM1 8.5h2v1H1zM6 8.5h5v1H6zM3.5 7.5h2v3h-2z',
  close: 'M2 3l1-1 3 3 3-3 1 1-3 3 3 3-1 1-3-3-3 3-1-1 3-3z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d={PATHS[name]} fill="currentColor" />
    </svg>
  );
}
