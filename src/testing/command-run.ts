// Calls a command of src/cli as a person would, with what it prints caught.
import { vi } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CommandRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `main` with these arguments. */
export async function runCommand(
  main: (argv: readonly string[]) => Promise<number>,
  argv: readonly string[],
): Promise<CommandRun> {
  const said = { out: '', err: '' };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.out += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.err += String(text);
    return true;
  });
  try {
    return { code: await main(argv), ...said };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

/** A folder for a test's files: its path, how to put a file into it, and how to remove it. */
export class FileFolder {
  readonly path: string;

  constructor(name: string) {
    this.path = mkdtempSync(join(tmpdir(), `${name}-`));
  }

  /** Writes a file and says where it is. */
  put(name: string, bytes: Uint8Array | string): string {
    const path = join(this.path, name);
    writeFileSync(path, bytes);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
