// inspect FILE: what a migration stream holds.
import { inspect } from '../engine/inspect/inspect.ts';
import { verify } from '../engine/inspect/reencode.ts';
import { layoutOf, schemaOrigin } from '../engine/inspect/layout.ts';
import { annotatedHex } from '../engine/inspect/to-hex.ts';
import { imhexOf } from '../engine/inspect/to-imhex.ts';
import { inspectionJson } from '../engine/inspect/to-json.ts';
import { kaitaiOf } from '../engine/inspect/to-kaitai.ts';
import { inspectionText } from '../engine/inspect/to-text.ts';
import { command, oneFile } from './command.ts';
import { CommandProblem, readStream } from './read-stream.ts';

const HELP = `Usage: npm run -s inspect -- FILE [--json | --verify | --hex | --ksy | --hexpat] [--depth N] [--range START-END]

Shows what a QEMU migration stream holds. FILE may be - for standard input; gzip, libvirt save images, mapped-ram files
and pcap captures of the migration's TCP connection are read too.

  --json      one JSON object: header, configuration, pageSize, sections with their fields, ram, diagnostics
  --verify    writes the decoded form again and compares; the last line is
              verify: <bytes> bytes, <owned> owned, <differ> differ
  --hex       annotated hex: offset, bytes, and the field with its value, indented as the tree; guest pages are folded
  --range START-END
              of --hex only these bytes: offsets as 4096 or 0x1000, END is the last of them; either may be left out
  --ksy       the stream's schema for Kaitai Struct: framing, RAM records, the devices as they are in this stream
  --hexpat    the same as a pattern for the hex editor ImHex
  --depth N   levels of fields below a section in the tree (default 12, 0 for sections only)
  --help      this text

Exit code: 0 fine, 1 the stream is damaged (or --verify found a difference), 2 wrong usage.
`;

export const main = (argv: readonly string[]): Promise<number> =>
  command(
    argv,
    HELP,
    {
      json: { type: 'boolean' },
      verify: { type: 'boolean' },
      hex: { type: 'boolean' },
      ksy: { type: 'boolean' },
      hexpat: { type: 'boolean' },
      depth: { type: 'string' },
      range: { type: 'string' },
    },
    async (given) => {
      const path = oneFile(given, HELP);
      const { json, verify: verifies, hex, ksy, hexpat, range } = given.values;
      const depth = Number(given.values.depth ?? 12);
      if (!Number.isInteger(depth) || depth < 0) throw new CommandProblem(`--depth: a whole number is needed`, 2);
      if ([json, verifies, hex, ksy, hexpat].filter(Boolean).length > 1)
        throw new CommandProblem('--json, --verify, --hex, --ksy and --hexpat exclude each other', 2);
      const [from, to] = rangeOf(range);
      if (range !== undefined && !hex) throw new CommandProblem('--range belongs to --hex', 2);
      const { bytes, notes } = await readStream(path);
      for (const note of notes) process.stderr.write(`${note}\n`);
      const inspection = inspect(bytes);
      const errors = inspection.diagnostics.filter(({ severity }) => severity === 'error');
      if (verifies) {
        for (const { offset, message } of errors) process.stdout.write(`error: 0x${offset.toString(16)}: ${message}\n`);
        const { bytes: length, owned, differ, firstDifference } = verify(bytes, inspection);
        if (firstDifference >= 0) process.stdout.write(`first difference at 0x${firstDifference.toString(16)}\n`);
        process.stdout.write(`verify: ${length} bytes, ${owned} owned, ${differ} differ\n`);
        return owned === length && differ === 0 && errors.length === 0 ? 0 : 1;
      }
      if (hex) print(annotatedHex(bytes, inspection, from, Math.min(to, bytes.length)));
      else if (ksy) process.stdout.write(kaitaiOf(layoutOf(bytes, inspection), schemaOrigin(inspection)));
      else if (hexpat) process.stdout.write(imhexOf(layoutOf(bytes, inspection), schemaOrigin(inspection)));
      else if (json) process.stdout.write(`${JSON.stringify(inspectionJson(bytes, inspection), null, 1)}\n`);
      else print(inspectionText(bytes, inspection, depth));
      return errors.length > 0 ? 1 : 0;
    },
  );

function print(lines: Iterable<string>): void {
  let text = '';
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < AT_ONCE) continue;
    process.stdout.write(text);
    text = '';
  }
  process.stdout.write(text);
}

/** Characters that are written at once. */
const AT_ONCE = 1 << 16;

/** First byte and one past the last of `START-END`. */
function rangeOf(range: unknown): readonly [number, number] {
  if (typeof range !== 'string') return [0, Number.MAX_SAFE_INTEGER];
  const [, first, last] = /^(0x[\da-f]+|\d*)-(0x[\da-f]+|\d*)$/i.exec(range) ?? [];
  const from = Number(first);
  const to = last ? Number(last) + 1 : Number.MAX_SAFE_INTEGER;
  if (first === undefined || to <= from)
    throw new CommandProblem(`--range: START-END is needed, such as 0x1000-0x1fff, not ${range}`, 2);
  return [from, to];
}
