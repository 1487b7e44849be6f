// The pieces of an address.
import { describe, expect, it } from 'vitest';
import { fragmentWith, parseFragment } from './fragment.ts';

describe('an address', () => {
  it.each([
    ['', { link: '', embed: null, commands: '' }],
    ['#v2.abc', { link: '#v2.abc', embed: null, commands: '' }],
    ['#v2.abc&embed', { link: '#v2.abc', embed: [], commands: '' }],
    ['#embed=stream,timeline,nothing&later=1', { link: '', embed: ['timeline', 'stream'], commands: '' }],
    ['#do=phase-forward*2,play', { link: '', embed: null, commands: 'phase-forward*2,play' }],
    ['#v1.abc&do=a%2Cb&embed', { link: '#v1.abc', embed: [], commands: 'a,b' }],
    ['#do=%', { link: '', embed: null, commands: '%' }],
  ])('%s', (hash, fragment) => expect(parseFragment(hash)).toEqual(fragment));

  it('keeps what the frame shows, and does no command twice', () => {
    expect(fragmentWith('#v2.abc', null)).toBe('#v2.abc');
    expect(fragmentWith('#v2.abc', [])).toBe('#v2.abc&embed');
    expect(fragmentWith('', ['timeline', 'source'])).toBe('#embed=timeline,source');
  });
});
