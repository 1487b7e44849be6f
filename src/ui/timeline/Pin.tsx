// The sign of a lane that stays when the others scroll.
export function Pin() {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" fill="currentColor">
      <path d="M3 0h4v1l-.6.6.3 2.4L8 5.2V6H5.5v4h-1V6H2v-.8L3.3 4l.3-2.4L3 1z" />
    </svg>
  );
}
