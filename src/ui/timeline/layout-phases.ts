// The phase row: a tint, a base line, a letter and a name for each phase, how much wider than in proportion it is drawn,
// and the downtime's hatching through all lanes.
import { formatMs } from '../../engine/bytes/text.ts';
import { PHASE_LETTER, type Phase } from '../../store/phases.ts';
import type { Sketch } from '../pictures/picture.ts';
import type { TokenName } from '../theme/read-tokens.ts';
import { stretchText, TOP, type RunScene } from './run-scene.ts';

export const PHASE_TOKEN: Readonly<Record<Phase['kind'], TokenName>> = {
  setup: 'phase-setup',
  iterate: 'phase-iterate',
  stop: 'phase-stop',
  resumed: 'phase-done',
};
/** Width of a letter's badge with its margins. */
const BADGE = 18;

export function sketchPhases(sketch: Sketch, labels: Sketch, scene: RunScene, height: number): void {
  const { axis, phases } = scene;
  const { from, to } = axis.shown;
  /** Labels of phases that are too narrow stand free, as long as none meets the one before. */
  let taken = -Infinity;
  const badgeOf = ({ start, end }: Phase): number => {
    const left = axis.clampedX(start);
    return left + Math.max(0, Math.min(4, (axis.clampedX(end) - left - 14) / 2));
  };
  /** A pass gives way to what follows the passes. */
  const next = phases.find(
    ({ kind, start, end }) => kind !== 'setup' && kind !== 'iterate' && start < to && end > from,
  );
  const kept = next ? badgeOf(next) : Infinity;
  for (const phase of phases) {
    if (phase.end <= from || phase.start >= to) continue;
    const left = axis.clampedX(phase.start);
    const width = axis.clampedX(phase.end) - left;
    const token = PHASE_TOKEN[phase.kind];
    sketch.rect(left, 21, width, 19, token, 0.14);
    sketch.rect(left, 38, Math.max(1, width), 2, token);
    if (phase.kind === 'stop') sketch.hatch(left, TOP, Math.max(1, width), height - TOP, token);
    sketch.rect(Math.round(left), 21, 1, height - 21, 'line');
    const badge = badgeOf(phase);
    if (badge < taken || (phase.kind === 'iterate' && badge + BADGE > kept)) continue;
    taken = badge + BADGE;
    labels.box(badge, 23, 14, 13, { fill: token, radius: 2 });
    labels.text(badge + 7, 29.5, PHASE_LETTER[phase.kind], 'letter', 'surface', 'center');
    taken = Math.max(taken, sketchWords(labels, scene, phase, left, width));
  }
}

/** The name, and at the right the scale and the downtime, as far as there is room. Answers where the words end. */
function sketchWords(labels: Sketch, { axis, downtime }: RunScene, phase: Phase, left: number, width: number): number {
  const short = phase.kind === 'iterate' ? phase.label.slice('iterate '.length) : '';
  const name = labels.fitting([phase.label, short], 'sans', width - 30);
  if (name === null) return -Infinity;
  labels.text(left + 24, 29.5, name, 'sans', 'text');
  const used = left + 24 + labels.measure(name, 'sans');
  const room = left + width - used - 20;
  const scale = stretchText(axis.warp, phase);
  const texts =
    phase.kind === 'stop' && downtime >= 0
      ? [
          `${scale ? `${scale}   ` : ''}downtime ${formatMs(downtime)}, modelled`,
          `${scale ? `${scale}   ` : ''}${formatMs(downtime)}, modelled`,
          scale,
        ]
      : [scale];
  const right = labels.fitting(texts, 'sans', room);
  if (right !== null) labels.text(left + width - 8, 29.5, right, 'sans', 'text-2', 'right');
  return right === null ? used : left + width;
}
