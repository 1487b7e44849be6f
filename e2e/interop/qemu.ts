// One QEMU process of a test, with QMP and qtest, in a folder of its own. It is ended by its pid and the folder removed,
// whatever happens.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen, within } from './lines.ts';
import { Qmp } from './qmp.ts';
import { QTest } from './qtest.ts';

const NAME = 'qemu-system-x86_64';
const QEMU = process.env.MIGRASCOPE_QEMU || NAME;

/** `7.2.22`, or empty where this computer has no QEMU. */
export const qemuVersion =
  /version (\S+)/.exec(spawnSync(QEMU, ['--version'], { encoding: 'utf8' }).stdout || '')?.[1] ?? '';
export const hasQemu = qemuVersion !== '';

/** How QEMU begins a line. */
const OWN_NAME = new RegExp(`^(?:${QEMU}|${NAME}): `);

const running = new Set<ChildProcess>();
const endAll = (): void => running.forEach((child) => child.kill('SIGKILL'));
process.once('exit', endAll);
process.once('SIGTERM', () => {
  endAll();
  process.exit(143);
});

/** A folder for sockets and files, removed when `body` is done. */
export async function inFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'migrascope-interop-'));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Firmware of our own: 64 KiB of zeros that halt at the reset vector, so that RAM holds nothing foreign. */
export function writeFirmware(folder: string): string {
  const image = new Uint8Array(65536);
  image.set([0xfa, 0xf4, 0xeb, 0xfd], 0xfff0); // cli; hlt; jmp to the hlt
  const path = join(folder, 'firmware.bin');
  writeFileSync(path, image);
  return path;
}

/** Lines without QEMU's own name, and without what is said of the host: no peer, no eBPF. */
function ownWords(lines: readonly string[]): readonly string[] {
  const ofHost = (line: string): boolean => line.includes('has no peer') || line.startsWith('libbpf: ');
  return lines.filter((line) => !ofHost(line)).map((line) => line.replace(OWN_NAME, ''));
}

const ownArgs = (folder: string): readonly string[] => [
  '-nodefaults',
  '-display',
  'none',
  '-bios',
  writeFirmware(folder),
];

/** Runs a QEMU that ends by itself, and says what it printed. */
export async function quickly(args: readonly string[], folder: string): Promise<readonly string[]> {
  const child = spawn(QEMU, [...ownArgs(folder), ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  running.add(child);
  const errors: string[] = [];
  collect(child.stderr, errors);
  const closed = new Promise((resolve) => child.once('close', resolve));
  try {
    await within(closed, 'end of QEMU');
    return ownWords(errors);
  } finally {
    running.delete(child);
    child.kill('SIGKILL');
  }
}

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface QemuOptions {
  /** What comes after `-nodefaults -display none -bios …`. */
  readonly args: readonly string[];
  readonly folder: string;
  /** Name of the process within its folder. */
  readonly tag: string;
  /** Program and arguments that start QEMU, where it needs a wrapper. */
  readonly wrapper?: readonly string[];
}

export class Qemu {
  readonly qmp: Qmp;
  readonly qtest: QTest;
  readonly pid: number;
  private readonly child: ChildProcess;
  private readonly ended: Promise<Ending>;
  private readonly errors: readonly string[];

  private constructor(child: ChildProcess, ended: Promise<Ending>, errors: readonly string[], qmp: Qmp, qtest: QTest) {
    this.child = child;
    this.pid = child.pid ?? 0;
    this.ended = ended;
    this.errors = errors;
    this.qmp = qmp;
    this.qtest = qtest;
  }

  /** Runs `body` with a QEMU that has started; ends it afterwards. */
  static async with<T>(options: QemuOptions, body: (qemu: Qemu) => Promise<T>): Promise<T> {
    const qemu = await Qemu.start(options);
    try {
      return await body(qemu);
    } catch (error) {
      if (qemu.stderr.length > 0 && error instanceof Error) error.message += `\nQEMU said: ${qemu.stderr.join('\n')}`;
      throw error;
    } finally {
      await qemu.end();
    }
  }

  private static async start({ args, folder, tag, wrapper = [] }: QemuOptions): Promise<Qemu> {
    const qmpPath = join(folder, `${tag}.qmp`);
    const qtestPath = join(folder, `${tag}.qtest`);
    const servers = [await listen(qmpPath), await listen(qtestPath)] as const;
    const [program = QEMU, ...rest] = [
      ...wrapper,
      QEMU,
      ...ownArgs(folder),
      ...args,
      ...['-qmp', `unix:${qmpPath}`, '-qtest', `unix:${qtestPath}`, '-qtest-log', '/dev/null'],
    ];
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    const errors: string[] = [];
    collect(child.stderr, errors);
    collect(child.stdout, errors);
    const ended = new Promise<Ending>((resolve) => {
      child.once('close', (code, signal) => resolve({ code, signal }));
      child.once('error', () => resolve({ code: null, signal: null }));
    });
    void ended.then(() => running.delete(child));
    try {
      const [qmpSocket, qtestSocket] = await connected(servers, ended, errors);
      return new Qemu(child, ended, errors, await Qmp.open(qmpSocket), new QTest(qtestSocket));
    } catch (error) {
      child.kill('SIGKILL');
      await ended;
      throw error;
    } finally {
      for (const { server } of servers) server.close();
    }
  }

  /** What QEMU printed so far. */
  get stderr(): readonly string[] {
    return ownWords(this.errors);
  }

  /** Waits until QEMU has ended by itself. */
  exited(): Promise<Ending> {
    return within(this.ended, 'end of QEMU');
  }

  private async end(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
    this.qmp.close();
    this.qtest.close();
  }
}

function collect(stream: NodeJS.ReadableStream | null, lines: string[]): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  stream?.on('end', () => {
    if (rest !== '') lines.push(rest);
  });
}

async function connected(
  servers: readonly { readonly accepted: Promise<Socket>; readonly server: Server }[],
  ended: Promise<Ending>,
  errors: readonly string[],
): Promise<[Socket, Socket]> {
  const gone = ended.then(() => Promise.reject(new Error(`QEMU did not start: ${errors.join('\n')}`)));
  gone.catch(() => undefined);
  const [qmp, qtest] = servers.map(({ accepted }) => accepted);
  return within(Promise.race([Promise.all([qmp!, qtest!]), gone]), 'start of QEMU');
}

/** A file's bytes. */
export function fileBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path));
}
