// A static server for dist/ on loopback, with the app's headers. `node .ci/serve.mjs [port]` serves until it is ended.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { appHeaders } from './headers.mjs';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const PACKED = new Set(['.html', '.js', '.css', '.json', '.svg']);

/** Starts the server; `port` 0 takes a free one. Answers {server, port}; rejects when the port is taken. */
export function serve({ port = 0, isolated = true, root = DIST } = {}) {
  const headers = isolated ? appHeaders() : {};
  const packed = new Map();
  const server = createServer((request, response) => {
    const refuse = (status, text) =>
      response.writeHead(status, { ...headers, 'Content-Type': 'text/plain' }).end(`${text}\n`);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Method not allowed');
    let path;
    try {
      path = normalize(join(root, decodeURIComponent(new URL(request.url, 'http://localhost').pathname)));
    } catch {
      return refuse(400, 'Bad address');
    }
    if (path !== root && !path.startsWith(root + sep)) return refuse(403, 'Forbidden');
    if (existsSync(path) && statSync(path).isDirectory()) path = join(path, 'index.html');
    if (!existsSync(path)) return refuse(404, 'Not found');
    const extension = extname(path);
    const gzip = PACKED.has(extension) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (gzip && !packed.has(path)) packed.set(path, gzipSync(readFileSync(path), { level: 9 }));
    const body = gzip ? packed.get(path) : readFileSync(path);
    response.writeHead(200, {
      ...headers,
      'Content-Type': TYPES[extension] ?? 'application/octet-stream',
      'Content-Length': body.length,
      'Cache-Control': path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      Vary: 'Accept-Encoding',
      ...(gzip ? { 'Content-Encoding': 'gzip' } : {}),
    });
    return response.end(request.method === 'HEAD' ? undefined : body);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve({ server, port: server.address().port }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isolated = !process.argv.includes('--not-isolated');
  const { port } = await serve({ port: Number(process.argv[2] ?? 0), isolated });
  console.log(`http://localhost:${port}/`);
}
