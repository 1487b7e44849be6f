// The horizontal axis: which part of the whole is shown, and where things stand in it. Units are ns for a run and bytes
// for a file; pixels are CSS pixels from the canvas's left edge. Pure.
export const GUTTER = 136;
export const RIGHT = 12;

export interface Range {
  readonly from: number;
  readonly to: number;
}

export class Axis {
  readonly view: Range;
  readonly width: number;

  constructor(view: Range, width: number) {
    this.view = view;
    this.width = width;
  }

  get plot(): number {
    return Math.max(1, this.width - GUTTER - RIGHT);
  }

  x(value: number): number {
    return GUTTER + ((value - this.view.from) / (this.view.to - this.view.from)) * this.plot;
  }

  /** Inside the plot: values left or right of the view stand at its edges. */
  clampedX(value: number): number {
    return Math.max(GUTTER, Math.min(GUTTER + this.plot, this.x(value)));
  }

  value(x: number): number {
    return this.view.from + ((x - GUTTER) / this.plot) * (this.view.to - this.view.from);
  }
}

/** `view` made `factor` times as long around `at`, inside `whole`, no shorter than `least`. */
export function zoom(view: Range, whole: Range, at: number, factor: number, least: number): Range {
  const length = Math.max(least, Math.min(whole.to - whole.from, (view.to - view.from) * factor));
  const share = (at - view.from) / (view.to - view.from);
  return within({ from: at - share * length, to: at + (1 - share) * length }, whole);
}

/** `view` moved by `distance`, inside `whole`. */
export function pan(view: Range, whole: Range, distance: number): Range {
  return within({ from: view.from + distance, to: view.to + distance }, whole);
}

function within(view: Range, whole: Range): Range {
  const length = Math.min(view.to - view.from, whole.to - whole.from);
  const from = Math.max(whole.from, Math.min(whole.to - length, view.from));
  return { from, to: from + length };
}
