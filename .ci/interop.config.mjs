// Interop with a real QEMU. A runner of its own: each test starts a process or two, so at most two files run at once.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    cache: false,
    // A run needs its machines' sections.
    setupFiles: ['src/engine/machine/all-platforms.ts'],
    include: ['e2e/interop/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
