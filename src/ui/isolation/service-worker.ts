// Registers the service worker of a built app: it isolates the page on hosts that send no headers, and keeps the app for when
// there is no network. docs/decisions/0007.

const SCRIPT = './service-worker.js';
/** Said once in a tab, so that a page that cannot be isolated is not loaded for ever. */
const TRIED = 'migrascope tried to isolate';

/** Whether the page will be loaded again, isolated by the service worker; false when that is not possible or was in vain. */
export async function isolateByReload(): Promise<boolean> {
  // A frame is isolated only if the page around it is and allows it: loading it again changes nothing.
  if (!import.meta.env.PROD || !window.isSecureContext || window.parent !== window) return false;
  if (!('serviceWorker' in navigator)) return false;
  try {
    if (sessionStorage.getItem(TRIED)) return false;
    sessionStorage.setItem(TRIED, 'once');
    const { active, waiting, installing } = await navigator.serviceWorker.register(SCRIPT);
    const worker = active ?? waiting ?? installing;
    if (!worker || !(await isActivated(worker))) return false;
  } catch {
    // Storage or service workers are forbidden here.
    return false;
  }
  location.reload();
  return true;
}

/** Resolves when it is at work; false when it was thrown away, as when one of the app's files could not be fetched. */
function isActivated(worker: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve(worker.state === 'activated');
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

/** On loopback it would outlive the server and stand in the way of whatever is served there next. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** For the next visit without a network, once this one has what it needs. */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || LOOPBACK.test(location.hostname)) return;
  navigator.serviceWorker.register(SCRIPT).catch(() => undefined);
}
