// What the two layouts of the screen share: where the devices are drawn, and the sizes as designed.

/** How much room there is (use-narrow.ts). */
export type Room = 'wide' | 'narrow' | 'tiny';

export interface LayoutProps {
  readonly room: Room;
  /** Null but in the wide layout: else `right` holds both, and in the tiny one the stream too. */
  readonly left: HTMLElement | null;
  readonly right: HTMLElement;
}

/** Pixels. */
export const DESIGNED = { left: 408, right: 408, devices: 400, bottom: { wide: 140, narrow: 96, tiny: 96 } } as const;
export const LEAST = { main: 200, left: 280, stream: 420, right: 280, bottom: 80 } as const;

export const rowsOf = (room: Room) => ({ id: `rows-${room}`, panelIds: ['main', 'bottom'] });

/** The tiny layout has no columns. */
export const columnsOf = (room: Room) => ({
  id: `columns-${room === 'wide' ? 'wide' : 'narrow'}`,
  panelIds: room === 'wide' ? ['left', 'stream', 'right'] : ['stream', 'devices'],
});
