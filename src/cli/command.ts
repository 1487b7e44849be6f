// What the commands share: options, usage, exit codes (0 fine, 1 damaged or would not load, 2 wrong usage).
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CommandProblem } from './read-stream.ts';

export type Options = NonNullable<ParseArgsConfig['options']>;

export interface Given {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly files: readonly string[];
}

/** Parses, answers `--help`, runs `job` and gives its exit code; a problem goes to stderr. */
export async function command(
  argv: readonly string[],
  help: string,
  options: Options,
  job: (given: Given) => number | Promise<number>,
): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { help: { type: 'boolean', short: 'h' }, ...options },
      allowPositionals: true,
      strict: true,
    });
    if (values.help === true) {
      process.stdout.write(help);
      return 0;
    }
    return await job({ values, files: positionals });
  } catch (error) {
    const wrongUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    if (!wrongUsage && !(error instanceof CommandProblem)) throw error;
    process.stderr.write(`${error.message}\n${wrongUsage ? `\n${help}` : ''}`);
    return error instanceof CommandProblem ? error.code : 2;
  }
}

/** The one FILE of a command. */
export function oneFile({ files }: Given, help: string): string {
  const [file, ...rest] = files;
  if (file !== undefined && rest.length === 0) return file;
  throw new CommandProblem(
    `${file === undefined ? 'FILE is missing' : `too many files: ${rest.join(' ')}`}\n\n${help}`,
    2,
  );
}
