// Fields that differ between any two streams and mean nothing by it: what a person leaves out first. Patterns are those of
// StreamDiffOptions, against `FULL name/path`.

export interface IgnoreGroup {
  readonly id: 'clocks' | 'mac' | 'indices' | 'description';
  readonly label: string;
  readonly patterns: readonly string[];
}

export const IGNORE_GROUPS: readonly IgnoreGroup[] = [
  {
    id: 'clocks',
    label: 'clocks and timers',
    patterns: [
      'FULL timer/*',
      'FULL mc146818rtc/*',
      'FULL kvmclock/*',
      'FULL hpet/*hpet_counter',
      '*_time',
      '*/next_time',
      '*timer_expiry',
      '*tmr.*',
      '*env.tsc*',
    ],
  },
  { id: 'mac', label: 'MAC addresses', patterns: ['*/mac', '*/mac_table.*'] },
  {
    id: 'indices',
    label: 'ring indices',
    patterns: ['*last_avail_idx*', '*shadow_avail_idx*', '*used_idx*', '*/inuse'],
  },
  { id: 'description', label: 'description', patterns: ['VMDESC *'] },
];

/** Patterns of the groups that are chosen, and what was typed: patterns with commas between them. */
export function ignorePatterns(groups: ReadonlySet<string>, typed: string): readonly string[] {
  return [
    ...IGNORE_GROUPS.filter(({ id }) => groups.has(id)).flatMap(({ patterns }) => patterns),
    ...typed
      .split(',')
      .map((text) => text.trim())
      .filter((text) => text !== ''),
  ];
}
