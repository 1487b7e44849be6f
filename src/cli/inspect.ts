// inspect FILE: what a migration stream holds.
import { inspect } from '../engine/inspect/inspect.ts';
import { verify } from '../engine/inspect/reencode.ts';
import { inspectionJson } from '../engine/inspect/to-json.ts';
import { inspectionText } from '../engine/inspect/to-text.ts';
import { command, oneFile } from './command.ts';
import { CommandProblem, readStream } from './read-stream.ts';

const HELP = `Usage: npm run -s inspect -- FILE [--json | --verify] [--depth N]

Shows what a QEMU migration stream holds. FILE may be - for standard input; gzip, libvirt save images, mapped-ram files
and pcap captures of the migration's TCP connection are read too.

  --json      one JSON object: header, configuration, pageSize, sections with their fields, ram, diagnostics
  --verify    writes the decoded form again and compares; the last line is
              verify: <bytes> bytes, <owned> owned, <differ> differ
  --depth N   levels of fields below a section in the tree (default 12, 0 for sections only)
  --help      this text

Exit code: 0 fine, 1 the stream is damaged (or --verify found a difference), 2 wrong usage.
`;

export const main = (argv: readonly string[]): Promise<number> =>
  command(
    argv,
    HELP,
    { json: { type: 'boolean' }, verify: { type: 'boolean' }, depth: { type: 'string' } },
    async (given) => {
      const path = oneFile(given, HELP);
      const { json, verify: verifies } = given.values;
      const depth = Number(given.values.depth ?? 12);
      if (!Number.isInteger(depth) || depth < 0) throw new CommandProblem(`--depth: a whole number is needed`, 2);
      if (json && verifies) throw new CommandProblem('--json and --verify exclude each other', 2);
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
      if (json) process.stdout.write(`${JSON.stringify(inspectionJson(bytes, inspection), null, 1)}\n`);
      else for (const line of inspectionText(bytes, inspection, depth)) process.stdout.write(`${line}\n`);
      return errors.length > 0 ? 1 : 0;
    },
  );
