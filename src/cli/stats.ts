// stats FILE [OTHER]: where the bytes of a stream are, and what another one has more or less of.
import { groupThousands } from '../engine/bytes/text.ts';
import { byteTree, pairTrees, type BytePair, type ByteNode } from '../engine/inspect/byte-tree.ts';
import { inspect } from '../engine/inspect/inspect.ts';
import type { Inspection } from '../engine/inspect/inspection.ts';
import { command } from './command.ts';
import { CommandProblem, readStream } from './read-stream.ts';

const HELP = `Usage: npm run -s stats -- FILE [OTHER] [--depth N] [--least BYTES] [--json]

Where the bytes of a migration stream are: by type of section, section and field, the largest first; and how many pages of
each kind it has. With OTHER: what that stream has more or less of, the largest difference first; what is alike is left out.

  --depth N      levels (default 4: type, section, structure, field)
  --least BYTES  smaller ones are counted together (default 256; of a difference 1)
  --json         one JSON object
  --help         this text

Exit code: 0 fine, 1 a stream is damaged, 2 wrong usage.
`;

export const main = (argv: readonly string[]): Promise<number> =>
  command(
    argv,
    HELP,
    { depth: { type: 'string' }, least: { type: 'string' }, json: { type: 'boolean' } },
    async ({ values, files }) => {
      const [path, other, ...rest] = files;
      if (path === undefined || rest.length > 0)
        throw new CommandProblem(`${path === undefined ? 'FILE is missing' : 'two files at most'}\n\n${HELP}`, 2);
      const depth = whole('--depth', values.depth ?? '4');
      const least = whole('--least', values.least ?? (other === undefined ? '256' : '1'));
      const a = await read(path);
      const b = other === undefined ? null : await read(other);
      const [treeA, treeB] = [byteTree(a), b && byteTree(b)];
      if (values.json === true) {
        const json = {
          file: jsonOf(treeA, depth),
          pages: pagesOf(a),
          ...(b && treeB ? { other: jsonOf(treeB, depth), otherPages: pagesOf(b) } : {}),
        };
        process.stdout.write(`${JSON.stringify(json, null, 1)}\n`);
      } else {
        const lines = treeB ? differences(treeA, treeB, depth, least) : table(treeA, depth, least);
        for (const line of [...lines, ...pageLines(a, b)]) process.stdout.write(`${line}\n`);
      }
      return isDamaged(a) || (b && isDamaged(b)) ? 1 : 0;
    },
  );

const isDamaged = ({ diagnostics }: Inspection): boolean => diagnostics.some(({ severity }) => severity === 'error');

function whole(name: string, value: unknown): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new CommandProblem(`${name}: a whole number is needed`, 2);
  return number;
}

async function read(path: string): Promise<Inspection> {
  const { bytes, notes } = await readStream(path);
  for (const note of notes) process.stderr.write(`${path}: ${note}\n`);
  return inspect(bytes);
}

/** Columns of numbers on the left, names indented on the right. */
const NUMBER = 14;
const number = (value: number, sign = false): string =>
  `${sign && value > 0 ? '+' : ''}${groupThousands(value)}`.padStart(NUMBER);

function* table(root: ByteNode, depth: number, least: number): Generator<string> {
  yield `${'bytes'.padStart(NUMBER)} ${'share'.padStart(8)} ${'count'.padStart(9)}  what`;
  yield* rows(pairTrees(root, null, depth), root.bytes, least, 0);
}

function* rows(
  { name, a, countA, children }: BytePair,
  total: number,
  least: number,
  level: number,
): Generator<string> {
  const share = `${((100 * a) / Math.max(1, total)).toFixed(2)} %`.padStart(8);
  yield `${number(a)} ${share} ${groupThousands(countA).padStart(9)}  ${'  '.repeat(level)}${name}`;
  for (const child of children) if (child.a >= least) yield* rows(child, total, least, level + 1);
  const small = children.filter((child) => child.a < least);
  if (small.length === 0) return;
  const bytes = small.reduce((sum, child) => sum + child.a, 0);
  yield `${number(bytes)} ${''.padStart(8)} ${''.padStart(9)}  ${'  '.repeat(level + 1)}${small.length} smaller`;
}

function* differences(a: ByteNode, b: ByteNode, depth: number, least: number): Generator<string> {
  yield `${'bytes'.padStart(NUMBER)}${'other'.padStart(NUMBER)}${'difference'.padStart(NUMBER)}  what`;
  yield* differing(pairTrees(a, b, depth), least, 0);
}

function* differing(pair: BytePair, least: number, level: number): Generator<string> {
  yield `${number(pair.a)}${number(pair.b)}${number(pair.b - pair.a, true)}  ${'  '.repeat(level)}${pair.name}`;
  for (const child of pair.children) if (differs(child, least)) yield* differing(child, least, level + 1);
}

/** Whether anything in it differs by so much. */
const differs = (pair: BytePair, least: number): boolean =>
  Math.abs(pair.a - pair.b) >= Math.max(1, least) || pair.children.some((child) => differs(child, least));

interface Pages {
  readonly kind: string;
  readonly records: number;
  readonly bytes: number;
}

/** Page records of all RAM sections by kind. */
function pagesOf(inspection: Inspection): readonly Pages[] {
  const kinds = new Map<string, { records: number; bytes: number }>();
  const walk = ({ children }: ByteNode): void => {
    for (const child of children.values()) {
      const known = kinds.get(child.name) ?? { records: 0, bytes: 0 };
      kinds.set(child.name, { records: known.records + child.count, bytes: known.bytes + child.bytes });
    }
  };
  for (const type of byteTree(inspection).children.values()) {
    const ram = type.children.get('ram');
    if (ram) walk({ ...ram, children: new Map([...ram.children].filter(([name]) => / pages$|^pages$/.test(name))) });
  }
  return Array.from(kinds, ([kind, { records, bytes }]) => ({ kind, records, bytes }));
}

function pageLines(a: Inspection, b: Inspection | null): readonly string[] {
  const [pagesA, pagesB] = [pagesOf(a), b ? pagesOf(b) : []];
  const kinds = [...new Set([...pagesA, ...pagesB].map(({ kind }) => kind))];
  const count = (pages: readonly Pages[], kind: string): number =>
    pages.find((each) => each.kind === kind)?.records ?? 0;
  return kinds.map((kind) => {
    const words = [pagesA, ...(b ? [pagesB] : [])].map((pages) => groupThousands(count(pages, kind)));
    return `stats: ${kind}: ${words.join(' → ')} records`;
  });
}

function jsonOf({ name, bytes, count, children }: ByteNode, depth: number): object {
  const inner = depth === 0 ? [] : Array.from(children.values(), (child) => jsonOf(child, depth - 1));
  return { name, bytes, count, ...(inner.length > 0 ? { children: inner } : {}) };
}
