// What a side asks for; data that is absent says so and names itself; machines that were not captured need none.
import { describe, expect, it, vi } from 'vitest';
import { PRESETS, STOCK_SCENARIO } from '../scenario/presets.ts';
import type * as platformDataModule from './platform-data.ts';
import { platformData, platformsOf } from './platform-data.ts';

describe('platform data', () => {
  it('is what a side of a scenario needs', () => {
    expect(platformsOf(STOCK_SCENARIO, 'source')).toEqual(['pc-i440fx-7.2']);
    expect(platformsOf(PRESETS['deb72-neighbours']!, 'destination')).toEqual(['pc-i440fx-7.2', 'neighbours']);
    const override = { ...STOCK_SCENARIO.destination, machine: 'pc-q35-9.9' };
    expect(platformsOf({ ...STOCK_SCENARIO, destination: override }, 'destination')).toEqual([]);
  });

  it('holds every captured machine in tests', () => {
    expect(platformData('pc-i440fx-10.0').machine).toBe('pc-i440fx-10.0');
    expect(platformData('pc-q35-7.2').ramSection).toBe(2);
    expect(platformData('neighbours').sections.map(({ idstr }) => idstr)).toContain('0000:00:02.0/vga');
  });

  it('throws for what is absent or unknown', async () => {
    vi.resetModules();
    const fresh = await vi.importActual<typeof platformDataModule>('./platform-data.ts');
    expect(() => fresh.platformData('pc-i440fx-7.2')).toThrow('the sections of pc-i440fx-7.2 are not registered');
    const data = { ...platformData('neighbours'), machine: 'pc-q35-9.9' };
    expect(() => fresh.registerPlatform(data)).toThrow('pc-q35-9.9 is no captured machine');
  });
});
