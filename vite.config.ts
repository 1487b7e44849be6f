// Build, dev server and unit tests. The isolation headers are what SharedArrayBuffer needs; hosts must send them too.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { appHeaders, isolationHeaders } from './.ci/headers.mjs';
import { offline } from './.ci/offline.mjs';

const headers = isolationHeaders();

export default defineConfig({
  base: './',
  plugins: [react(), offline()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 700,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the entry imports stays with it, also what later parts use too: thirty small files compress worse than one.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
  server: { headers },
  preview: { headers: appHeaders() },
  test: {
    cache: false,
    // A run needs its machines' sections; the app's workers load those that a scenario asks for.
    setupFiles: ['src/engine/machine/all-platforms.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['src/{engine,protocol,cli,testing,workers}/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: ['src/{store,ui}/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          testTimeout: 60_000,
        },
      },
    ],
  },
});
