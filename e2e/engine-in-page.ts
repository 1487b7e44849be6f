// The engine's digest of a capture as a script that the page can evaluate, and the engine itself for this process.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type * as engineModule from '../src/engine/index.ts';
import { bundleForNode } from '../src/testing/bundle.ts';

type Engine = typeof engineModule;

export async function engine(): Promise<Engine> {
  return (await import(await bundleForNode('src/engine/index.ts'))) as Engine;
}

/** An expression whose value is hashCapture(). */
export async function digestScript(): Promise<string> {
  const code = readFileSync(fileURLToPath(await bundleForNode('src/engine/migration/hash.ts')), 'utf8');
  return `(() => { ${code.replace(/export\s*\{[^}]*\};?/, '')}; return hashCapture; })()`;
}
