// The sign of the list of lanes: three rows.
export function LanesSign() {
  return (
    <svg width="12" height="10" viewBox="0 0 12 10" aria-hidden="true" fill="currentColor">
      <path d="M0 1h12v1.5H0zM0 4.25h12v1.5H0zM0 7.5h12V9H0z" />
    </svg>
  );
}
