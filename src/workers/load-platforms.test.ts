// A side's machine is there after loading, the other machines are not; a host that lost the data is told apart.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PRESETS, STOCK_SCENARIO } from '../engine/scenario/presets.ts';

describe('loading platforms', () => {
  beforeEach(() => {
    vi.resetModules();
    vi.doUnmock('../engine/machine/platform-pc-7.2.json');
  });

  it('registers what a scenario needs, and no more', async () => {
    const { loadPlatforms } = await import('./load-platforms.ts');
    const { platformData } = await import('../engine/machine/platform-data.ts');
    expect(() => platformData('pc-i440fx-7.2')).toThrow('not registered');
    await loadPlatforms(STOCK_SCENARIO, 'source');
    expect(platformData('pc-i440fx-7.2').ramSection).toBe(2);
    for (const name of ['pc-i440fx-10.0', 'pc-q35-7.2', 'neighbours'] as const)
      expect(() => platformData(name)).toThrow('not registered');
    await loadPlatforms(PRESETS['deb72-neighbours']!, 'destination');
    expect(platformData('neighbours').sections.length).toBe(4);
  });

  it('tells which machine a host no longer has', async () => {
    vi.doMock('../engine/machine/platform-pc-7.2.json', () => {
      throw new Error('gone');
    });
    const { loadPlatforms } = await import('./load-platforms.ts');
    await expect(loadPlatforms(STOCK_SCENARIO, 'destination')).rejects.toMatchObject({
      message: expect.stringMatching(/^The devices of pc-i440fx-7\.2 could not be loaded: /) as string,
      where: 'destination worker',
    });
  });
});
