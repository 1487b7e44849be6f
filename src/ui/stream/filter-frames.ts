// The frame filter: every word must occur in the frame's type, id, name, note or flag. Pure, so that a richer language
// can take its place.
import type { Frame } from '../../store/frames.ts';

export function filterFrames(frames: readonly Frame[], text: string): readonly Frame[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return frames;
  return frames.filter((frame) => {
    const line =
      `${frame.type} ${frame.sectionId < 0 ? '' : frame.sectionId} ${frame.idstr} ${frame.note} ${frame.flag}`.toLowerCase();
    return words.every((word) => line.includes(word));
  });
}
