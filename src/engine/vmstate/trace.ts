// Who wants to know what is read where: the loader calls a trace in wire order. SpanTrace writes span columns.
import type { SpanLog } from '../capture/spans.ts';

export interface Trace {
  enter(kind: number, name: string, start: number, index?: number, value?: number): void;
  leave(end: number): void;
  leaf(kind: number, type: number, name: string, start: number, end: number, index?: number, value?: number): void;
}

/** A trace that writes spans. */
export class SpanTrace implements Trace {
  readonly log: SpanLog;

  constructor(log: SpanLog) {
    this.log = log;
  }

  enter(kind: number, name: string, start: number, index = -1, value = 0): void {
    this.log.enter(kind, this.log.names.id(name), start, index, value);
  }

  leave(end: number): void {
    this.log.leave(end);
  }

  leaf(kind: number, type: number, name: string, start: number, end: number, index = -1, value = 0): void {
    this.log.leaf(kind, type, this.log.names.id(name), start, end, index, value);
  }
}
