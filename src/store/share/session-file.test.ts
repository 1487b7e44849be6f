// Saved scenarios and sessions: there and back, and messages that name the path.
import { describe, expect, it } from 'vitest';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import { growBranch, plantTree } from '../branches/branch-tree.ts';
import { readSaved, scenarioText, sessionText, type SavedSession } from './session-file.ts';

const SESSION: SavedSession = {
  tree: growBranch(plantTree(DEFAULT_SCENARIO), 'slower', { ...DEFAULT_SCENARIO, seed: 9 }),
  bookmarks: [{ branch: 1, of: 'bytes', start: 250, end: 258, note: 'here it starts' }],
  breakpoints: [],
};

/** The session's JSON with one place changed. */
function changed(change: (json: Record<string, unknown> & { branches: Record<string, unknown>[] }) => void): string {
  const json = JSON.parse(sessionText(SESSION)) as Record<string, unknown> & { branches: Record<string, unknown>[] };
  change(json);
  return JSON.stringify(json);
}

function told(text: string): string {
  const result = readSaved(text);
  return result.ok ? 'fine' : `${result.where}: ${result.message}`;
}

describe('saved work', () => {
  it('gives a scenario back', () => {
    expect(readSaved(scenarioText(DEFAULT_SCENARIO))).toEqual({
      ok: true,
      kind: 'scenario',
      scenario: DEFAULT_SCENARIO,
    });
  });

  it('gives a session back', () => {
    expect(readSaved(sessionText(SESSION))).toEqual({ ok: true, kind: 'session', session: SESSION });
  });

  it('reads past a byte order mark', () => {
    expect(readSaved(`\uFEFF${scenarioText(DEFAULT_SCENARIO)}`).ok).toBe(true);
  });

  it('names the path of what is wrong', () => {
    expect(told('{')).toMatch(/^file: This is no JSON/);
    expect(told(JSON.stringify({ ...DEFAULT_SCENARIO, seed: -1 }))).toMatch(/^seed: seed must be a whole number/);
    expect(told(changed((json) => (json.version = 4)))).toBe(
      'version: The session has version 4; this app reads versions 1 to 3.',
    );
    expect(told(changed((json) => (json.format = 'other')))).toMatch(/^format: format: /);
    expect(told(changed((json) => (json.branches = [])))).toMatch(/^branches: branches: /);
    expect(told(changed((json) => (json.branches[1]!.name = '')))).toMatch(/^branches\.1\.name: /);
    expect(told(changed((json) => (json.branches[1]!.id = 0)))).toBe(
      'branches.1: branches.1 has id 0, which another branch has',
    );
    expect(told(changed((json) => (json.branches[1]!.parent = 5)))).toBe(
      'branches.1: branches.1 hangs below 5, which is no branch before it',
    );
    expect(told(changed((json) => (json.branches[0]!.parent = 0)))).toMatch(/is the root, so its parent must be -1/);
    expect(told(changed((json) => (json.branches[1]!.scenario = { ...DEFAULT_SCENARIO, name: '' })))).toMatch(
      /^branches\.1\.scenario\.name: branches\.1\.scenario\.name must be/,
    );
    expect(told(changed((json) => (json.branches[1]!.note = 'x'.repeat(501))))).toMatch(/^branches\.1\.note: /);
    const marked = (mark: object) => told(changed((json) => (json.bookmarks = [mark])));
    expect(marked({ branch: 5, of: 'bytes', start: 1, end: 2, note: '' })).toBe(
      'bookmarks.0.branch: bookmarks.0.branch is 5, which is no branch',
    );
    expect(marked({ branch: 1, of: 'bytes', start: 2, end: 2, note: '' })).toBe(
      'bookmarks.0: bookmarks.0: ends before it begins',
    );
    expect(told(changed((json) => (json.current = 7)))).toBe('current: current is 7, which is no branch');
  });

  it('reads a session of version 2, whose bookmarks were of bytes only', () => {
    const two = changed((json) => {
      json.version = 2;
      json.bookmarks = [{ branch: 1, start: 250, end: 258, note: 'here it starts' }];
    });
    expect(readSaved(two)).toEqual({ ok: true, kind: 'session', session: SESSION });
  });

  it('reads a session of version 1, which had no bookmarks', () => {
    const one = changed((json) => {
      json.version = 1;
      delete json.bookmarks;
      json.notes = [];
    });
    expect(readSaved(one)).toEqual({ ok: true, kind: 'session', session: { ...SESSION, bookmarks: [] } });
  });
});
