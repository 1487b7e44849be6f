// Places on the clock face of a ring: angles in degrees, clockwise from the top; 116 units square.
export const CENTRE = 58;
/** Radius of the lens. */
export const INNER = 40;

export function point(radius: number, angle: number): readonly [string, string] {
  const radians = (angle * Math.PI) / 180;
  return [(CENTRE + radius * Math.sin(radians)).toFixed(2), (CENTRE - radius * Math.cos(radians)).toFixed(2)];
}
