// The service worker: gives every response the headers of isolation, for hosts that cannot send them, and keeps the app for
// when there is no network. Its list of files is put in by the build (.ci/offline.mjs).

/** What the app consists of, by address relative to this script, and a digest of it all. */
declare const __FILES__: readonly string[];
declare const __DIGEST__: string;

const worker = self as unknown as ServiceWorkerGlobalScope;
const PREFIX = 'migrascope ';
const CACHE = PREFIX + __DIGEST__;

/** The same response, isolated. */
function isolated(response: Response): Response {
  // An opaque response, or a redirect that the browser follows itself, cannot be made anew.
  if (response.status === 0 || response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

/** The page itself comes from the network while there is one, so that a new version is seen; the rest from what is kept. */
async function answer(request: Request): Promise<Response> {
  const kept = await caches.open(CACHE);
  const isPage = request.mode === 'navigate';
  const found = await kept.match(isPage ? './' : request);
  if (found && !isPage) return isolated(found);
  try {
    return isolated(await fetch(request));
  } catch (error) {
    if (found) return isolated(found);
    throw error;
  }
}

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(__FILES__))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  const old = (name: string): boolean => name.startsWith(PREFIX) && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const own = request.url.startsWith(worker.registration.scope);
  if (own && request.method === 'GET' && !request.headers.has('range')) event.respondWith(answer(request));
});
