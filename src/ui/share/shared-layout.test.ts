// Panel sizes of a link: there and back, and what does not fit is left out.
import { beforeEach, describe, expect, it } from 'vitest';
import { columnsOf } from '../app/layout-props.ts';
import { rememberedSizes } from '../app/panel-layout.ts';
import { sharedLayout, takeLayout } from './shared-layout.ts';

const ROWS = { 'rows-wide:main:bottom/main': 700, 'rows-wide:main:bottom/bottom': 300 };
const COLUMNS = {
  'columns-wide:left:stream:right/left': 200,
  'columns-wide:left:stream:right/stream': 501,
  'columns-wide:left:stream:right/right': 300,
};

beforeEach(() => localStorage.clear());

describe('sizes of panels', () => {
  it('come back as they were shared', () => {
    expect(sharedLayout()).toEqual({});
    takeLayout(ROWS);
    expect(sharedLayout()).toEqual(ROWS);
  });

  it('make up the whole where they were rounded', () => {
    takeLayout({ ...ROWS, ...COLUMNS });
    const sizes = Object.values(rememberedSizes(columnsOf('wide'))!);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeCloseTo(100, 9);
  });

  it.each([
    ['a group that is not whole', { 'rows-wide:main:bottom/main': 700 }],
    ['sizes that are no whole', { ...ROWS, 'rows-wide:main:bottom/main': 900 }],
    ['a group that does not exist', { 'rows-huge:main:bottom/main': 700, 'rows-huge:main:bottom/bottom': 300 }],
    ['another key of the storage', { 'x/y': 1000 }],
  ])('of %s are left out', (_, sizes) => {
    takeLayout(sizes);
    expect(localStorage.length).toBe(0);
  });
});
