// compare A B: what differs between two migration streams, by section, field and page.
import { inspect } from '../engine/inspect/inspect.ts';
import { groupThousands, hex } from '../engine/bytes/text.ts';
import { diffRam, type RamDiff } from '../engine/compare/ram-diff.ts';
import {
  diffFields,
  diffStreams,
  type FieldDifference,
  type FieldPlace,
  type SectionDifference,
} from '../engine/compare/stream-diff.ts';
import type { ReadStream } from '../engine/compare/read-stream.ts';
import { SCHEMA_MACHINES } from '../engine/migration/schema/machine-schema.ts';
import { command } from './command.ts';
import { compareSchemas } from './compare-schemas.ts';
import { CommandProblem, readStream } from './read-stream.ts';

const HELP = `Usage: npm run -s compare -- A B [--json] [--ignore PATTERN]... [--pages N]
       npm run -s compare -- --schema A B [--json]

Compares two migration streams by section, field and RAM page, never by offset. A and B are whatever inspect reads.
With --schema what their devices write is compared, and not the values: which fields, of which size and version, which
subsections; and what a QEMU would say that loads the one's stream where the other's is expected, in both directions. Then A
and B may also be JSON of qemu-system-x86_64 -dump-vmstate FILE, the description of a stream (JSON), or one of
${SCHEMA_MACHINES.join(', ')} (machines that the app has).

  --json            one JSON object: sections with their fields, pages
  --ignore PATTERN  fields that are not compared: words of 'FULL name/path', * stands for anything; may be repeated
  --pages N         pages that are listed by their addresses (default 20)
  --help            this text

Exit code: 0 they are the same, 1 they differ, 2 wrong usage. With --schema: 0 a stream of each loads where one of the
other is expected, as far as schemas say it; 1 it does not, or may not; 2 wrong usage.
`;

/** Before what only A has, what only B has, and what both have and differs. */
const SIGNS = { same: ' ', added: '+', removed: '-', changed: '≠' } as const;

export const main = (argv: readonly string[]): Promise<number> =>
  command(
    argv,
    HELP,
    {
      json: { type: 'boolean' },
      schema: { type: 'boolean' },
      ignore: { type: 'string', multiple: true },
      pages: { type: 'string' },
    },
    async ({ values, files }) => {
      const [pathA, pathB, ...rest] = files;
      if (pathA === undefined || pathB === undefined || rest.length > 0)
        throw new CommandProblem(`two files are needed\n\n${HELP}`, 2);
      if (values.schema === true) return compareSchemas(pathA, pathB, values.json === true);
      const listed = Number(values.pages ?? 20);
      if (!Number.isInteger(listed) || listed < 0) throw new CommandProblem('--pages: a whole number is needed', 2);
      const [a, b] = [await read(pathA), await read(pathB)];
      const options = { ignore: (values.ignore ?? []) as readonly string[] };
      const sections = diffStreams(a, b, options)
        .filter(({ state }) => state !== 'same')
        .map((pair) => ({ ...pair, differences: pair.state === 'changed' ? diffFields(a, b, pair, options) : [] }));
      const ram = diffRam(a, b, listed);
      const same = sections.length === 0 && ram.added + ram.removed + ram.changed === 0;
      if (values.json === true) process.stdout.write(`${JSON.stringify(jsonOf(sections, ram), null, 1)}\n`);
      else for (const line of linesOf(sections, ram)) process.stdout.write(`${line}\n`);
      return same ? 0 : 1;
    },
  );

interface Section extends SectionDifference {
  readonly differences: readonly FieldDifference[];
}

function* linesOf(sections: readonly Section[], ram: RamDiff): Generator<string> {
  for (const { key, state, differences } of sections) {
    yield `${SIGNS[state]} ${key}`;
    for (const { path, state: change, a, b } of differences)
      yield `    ${SIGNS[change]} ${path}: ${[a, b]
        .map((place) => place && `${place.text} (${hex(place.start)})`)
        .filter(Boolean)
        .join(' → ')}`;
  }
  const differ = ram.added + ram.removed + ram.changed;
  for (const { block, page, state } of ram.pages) yield `${SIGNS[state]} ${block} page ${page}`;
  if (differ > ram.pages.length) yield `  and ${groupThousands(differ - ram.pages.length)} more pages`;
  const count = (n: number, what: string): string => `${groupThousands(n)} ${what}`;
  yield `compare: ${[
    count(sections.length, `section${sections.length === 1 ? '' : 's'} differ`),
    count(differ, `page${differ === 1 ? '' : 's'} differ`),
    count(ram.same, 'are the same'),
  ].join(', ')}`;
}

function jsonOf(sections: readonly Section[], ram: RamDiff): unknown {
  const place = (at: FieldPlace | null) => at && { offset: at.start, length: at.end - at.start, value: at.text };
  return {
    sections: sections.map(({ key, state, differences }) => ({
      section: key,
      state,
      fields: differences.map(({ path, state: change, a, b }) => ({ path, state: change, a: place(a), b: place(b) })),
    })),
    ram,
  };
}

async function read(path: string): Promise<ReadStream> {
  const { bytes, notes } = await readStream(path);
  for (const note of notes) process.stderr.write(`${path}: ${note}\n`);
  const inspection = inspect(bytes);
  for (const { severity, offset, message } of inspection.diagnostics)
    if (severity === 'error') process.stderr.write(`${path}: ${hex(Math.max(0, offset))}: ${message}\n`);
  return { stream: bytes, inspection };
}
