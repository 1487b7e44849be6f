// A client of QMP, QEMU's management protocol (docs/interop/qmp-spec): JSON in lines, a greeting first, events in between.
import type { Socket } from 'node:net';
import { Lines } from './lines.ts';

export interface QmpEvent {
  readonly event: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

interface Message extends Partial<QmpEvent> {
  readonly return?: unknown;
  readonly error?: { readonly class: string; readonly desc: string };
}

export class Qmp {
  readonly events: QmpEvent[] = [];
  private readonly lines: Lines;

  private constructor(lines: Lines) {
    this.lines = lines;
  }

  /** Reads the greeting and leaves negotiation mode. */
  static async open(socket: Socket): Promise<Qmp> {
    const lines = new Lines(socket);
    const greeting = JSON.parse(await lines.next('a QMP greeting')) as { QMP?: unknown };
    if (!greeting.QMP) throw new Error('that is no QMP greeting');
    const qmp = new Qmp(lines);
    await qmp.execute('qmp_capabilities');
    return qmp;
  }

  /** Runs a command; what it returns is the caller's to know. Throws Error with QEMU's text when it fails. */
  async execute(command: string, args?: Readonly<Record<string, unknown>>): Promise<unknown> {
    this.lines.write(`${JSON.stringify({ execute: command, ...(args ? { arguments: args } : {}) })}\n`);
    for (;;) {
      const message = JSON.parse(await this.lines.next(`an answer to ${command}`)) as Message;
      if (message.event !== undefined) this.events.push(message as QmpEvent);
      else if (message.error) throw new Error(`${command}: ${message.error.desc}`);
      else return message.return;
    }
  }

  close(): void {
    this.lines.close();
  }
}
