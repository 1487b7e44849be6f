// A cell's value as the device panels write it.
import { groupThousands, hex, macBytes, macText } from '../../engine/bytes/text.ts';
import type { RunCapture } from '../../engine/capture/capture.ts';
import type { CellDef } from '../../engine/capture/cells.ts';
import { listCellText } from '../../engine/capture/list-text.ts';

export function cellText(capture: RunCapture, def: CellDef, value: number): string {
  if (Number.isNaN(value)) return '—';
  switch (def.format) {
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
    default:
      return listCellText(capture, def, value);
  }
}
