// A cell's value as the device panels write it.
import { groupThousands, hex, macBytes, macText } from '../../engine/bytes/text.ts';
import type { CellDef } from '../../engine/capture/cells.ts';

export function cellText({ format }: CellDef, value: number): string {
  if (Number.isNaN(value)) return '—';
  switch (format) {
    case 'mac':
      return macText(macBytes(value));
    case 'bool':
      return value ? 'on' : 'off';
    case 'hex':
    case 'status':
    case 'bytes':
      return hex(value, 2);
    case 'address':
      return hex(value, 6);
    case 'decimal':
      return groupThousands(value);
  }
}
