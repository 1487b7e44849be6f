// What stands at a pixel of the strip over a file, in words and as a span to select. Pure.
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import { GUTTER } from './axis.ts';
import { FILE_LANE_HEIGHT } from './file-lanes.ts';
import type { Hit } from './hit-run.ts';
import { firstBlock, nonZeroShare, type FileScene } from './layout-file.ts';
import { TOP } from './run-scene.ts';

export function hitFile({ axis, model, length }: FileScene, x: number, y: number): Hit | null {
  if (x < GUTTER || x > GUTTER + axis.plot || y < 20) return null;
  const at = Math.floor(axis.value(x));
  if (at >= length) return { at: length - 1, words: ['the file ends here'], row: -1 };
  const lane = Math.floor((y - TOP) / FILE_LANE_HEIGHT);
  const blocks = [model.groups, model.sections, model.parts][lane];
  if (!blocks) {
    const share = lane < 0 ? -1 : nonZeroShare(model, at, axis.value(x + 1));
    return { at, words: share < 0 ? [] : [`${Math.round(share * 100)} % not zero`], row: -1 };
  }
  const block = blocks[firstBlock(blocks, axis.value(x - 1))];
  if (!block || block.start > axis.value(x + 1)) return { at, words: [], row: -1 };
  return {
    at,
    words: [block.label, `${hex(block.start)} to ${hex(block.end)}, ${groupThousands(block.end - block.start)} bytes`],
    row: lane === 0 ? -1 : block.row,
  };
}
