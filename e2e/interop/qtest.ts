// A client of QEMU's qtest protocol (QEMU tests/qtest, softmmu/qtest.c): one line a command, one line an answer. It
// stands for the guest's CPU: it reads and writes memory and I/O ports, and lets the virtual clock pass.
import type { Socket } from 'node:net';
import { Lines } from './lines.ts';

/** Commands that are under way before their answers are read. */
const BATCH = 200;

const hex = (value: number | bigint): string => `0x${value.toString(16)}`;

const WRITE = { 1: 'writeb', 2: 'writew', 4: 'writel', 8: 'writeq' } as const;
const READ = { 1: 'readb', 2: 'readw', 4: 'readl', 8: 'readq' } as const;
const OUT = { 1: 'outb', 2: 'outw', 4: 'outl' } as const;
const IN = { 1: 'inb', 2: 'inw', 4: 'inl' } as const;
export type PortWidth = keyof typeof OUT;
export type Width = keyof typeof WRITE;

/** The command that writes `value` into guest memory, little-endian. */
export function writeCommand(width: Width, address: number, value: number | bigint): string {
  return `${WRITE[width]} ${hex(address)} ${hex(value)}`;
}

/** The command that writes bytes into guest memory. */
export function bytesCommand(address: number, bytes: Uint8Array): string {
  return `b64write ${hex(address)} ${hex(bytes.length)} ${Buffer.from(bytes).toString('base64')}`;
}

export class QTest {
  private readonly lines: Lines;

  constructor(socket: Socket) {
    this.lines = new Lines(socket);
  }

  /** Sends commands and gives the words of each answer after OK. */
  async batch(commands: readonly string[]): Promise<string[][]> {
    const answers: string[][] = [];
    for (let at = 0; at < commands.length; at += BATCH) {
      const part = commands.slice(at, at + BATCH);
      this.lines.write(part.map((command) => `${command}\n`).join(''));
      for (const command of part) answers.push(await this.answer(command));
    }
    return answers;
  }

  async write(width: Width, address: number, value: number | bigint): Promise<void> {
    await this.batch([writeCommand(width, address, value)]);
  }

  async read(width: Width, address: number): Promise<number> {
    return Number(await this.word(`${READ[width]} ${hex(address)}`));
  }

  async out(width: PortWidth, port: number, value: number): Promise<void> {
    await this.batch([`${OUT[width]} ${hex(port)} ${hex(value)}`]);
  }

  async in(width: PortWidth, port: number): Promise<number> {
    return Number(await this.word(`${IN[width]} ${hex(port)}`));
  }

  async writeBytes(address: number, bytes: Uint8Array): Promise<void> {
    await this.batch([bytesCommand(address, bytes)]);
  }

  async readBytes(address: number, length: number): Promise<Buffer> {
    return Buffer.from(await this.word(`b64read ${hex(address)} ${hex(length)}`), 'base64');
  }

  /** Lets `ns` of virtual time pass. */
  async clockStep(ns: number): Promise<void> {
    await this.batch([`clock_step ${ns}`]);
  }

  close(): void {
    this.lines.close();
  }

  private async word(command: string): Promise<string> {
    const [[word] = []] = await this.batch([command]);
    if (word === undefined) throw new Error(`qtest: ${command} was answered without a value`);
    return word;
  }

  private async answer(command: string): Promise<string[]> {
    let line = await this.lines.next(`an answer to ${command.slice(0, 40)}`);
    while (line.startsWith('IRQ ')) line = await this.lines.next(`an answer to ${command.slice(0, 40)}`);
    const [status, ...words] = line.trim().split(' ');
    if (status !== 'OK') throw new Error(`qtest: ${command.slice(0, 80)}: ${line}`);
    return words;
  }
}
