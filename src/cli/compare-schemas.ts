// compare --schema A B: what two QEMUs write of their devices, and whether each loads the other's streams.
import '../engine/machine/all-platforms.ts';
import { inspect } from '../engine/inspect/inspect.ts';
import { schemaOfJson } from '../engine/migration/schema/json-schema.ts';
import { SCHEMA_MACHINES, schemaOfMachine } from '../engine/migration/schema/machine-schema.ts';
import { SchemaProblem, type Schema } from '../engine/migration/schema/schema.ts';
import { diffSchemas, verdictOf, type SchemaDifference, type Verdict } from '../engine/migration/schema/schema-diff.ts';
import { schemaOfStream } from '../engine/migration/schema/stream-schema.ts';
import { CommandProblem, readStream } from './read-stream.ts';

const SIGNS = { added: '+', removed: '-', changed: '≠' } as const;
const LOADS = { yes: 'loads', maybe: 'may not load', no: 'does not load' } as const;

/** Prints the differences; the exit code. */
export async function compareSchemas(pathA: string, pathB: string, json: boolean): Promise<number> {
  const [a, b] = [await schemaOf(pathA), await schemaOf(pathB)];
  const differences = diffSchemas(a, b);
  const [ab, ba] = [verdictOf(differences, 'ab'), verdictOf(differences, 'ba')];
  if (json) process.stdout.write(`${JSON.stringify({ a: a.title, b: b.title, ab, ba, differences }, null, 1)}\n`);
  else for (const line of linesOf(a, b, differences)) process.stdout.write(`${line}\n`);
  return ab === 'yes' && ba === 'yes' ? 0 : 1;
}

function* linesOf(a: Schema, b: Schema, differences: readonly SchemaDifference[]): Generator<string> {
  let device = '';
  for (const difference of differences) {
    if (difference.device !== device) yield difference.device;
    ({ device } = difference);
    const { path, what, state, a: before, b: after, ab, ba } = difference;
    const values = [before, after].filter(Boolean).join(' → ');
    yield `${device && '  '}${SIGNS[state]} ${what}${path && ` ${path}`}${values && `: ${values}`}`;
    const indent = `${device && '  '}    `;
    if (textOf(ab) === textOf(ba)) yield `${indent}A ↔ B ${textOf(ab)}`;
    else {
      yield `${indent}A → B ${textOf(ab)}`;
      yield `${indent}B → A ${textOf(ba)}`;
    }
  }
  const count = `${differences.length} difference${differences.length === 1 ? '' : 's'}`;
  yield `schema: ${count}; a stream of ${a.title} ${LOADS[verdictOf(differences, 'ab')]} where ${b.title} is expected; the other way it ${LOADS[verdictOf(differences, 'ba')]}`;
}

const textOf = ({ loads, words }: Verdict): string => `${LOADS[loads]}${words && `: ${words}`}`;

async function schemaOf(path: string): Promise<Schema> {
  const machine = SCHEMA_MACHINES.find((each) => each === path);
  if (machine) return schemaOfMachine(machine);
  const { bytes, notes } = await readStream(path);
  for (const note of notes) process.stderr.write(`${path}: ${note}\n`);
  const title = path.slice(path.lastIndexOf('/') + 1);
  // JSON begins with a brace, a stream with QEVM.
  if (!/^\s*\{/.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1'))) {
    const inspection = inspect(bytes);
    const broken = inspection.diagnostics.find(({ severity }) => severity === 'error');
    if (inspection.sections.length === 0) throw new CommandProblem(`${path}: ${broken?.message ?? 'no sections'}`, 2);
    if (broken) process.stderr.write(`${path}: ${broken.message}\n`);
    return schemaOfStream(bytes, inspection, title);
  }
  try {
    return schemaOfJson(JSON.parse(Buffer.from(bytes).toString('utf8')), title);
  } catch (error) {
    if (error instanceof SchemaProblem || error instanceof SyntaxError)
      throw new CommandProblem(`${path}: ${error.message}`, 2);
    throw error;
  }
}
