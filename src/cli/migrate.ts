// migrate [SCENARIO-FILE]: runs a scenario and writes what went over the wire.
import { writeFileSync } from 'node:fs';
import '../engine/machine/all-platforms.ts';
import '../engine/migration/unmodelled-devices.ts';
import type { GuestPlace, RunCapture } from '../engine/capture/capture.ts';
import { listCellText } from '../engine/capture/list-text.ts';
import { isList } from '../engine/capture/lists.ts';
import { differencesOf, type NamedDifference } from '../engine/migration/differences.ts';
import { framesPcapng } from '../engine/machine/frames-pcapng.ts';
import { expectationOf } from '../engine/migration/expectation.ts';
import { runScenario } from '../engine/migration/run.ts';
import { traceLines } from '../engine/migration/trace-text.ts';
import { checkScenario } from '../engine/scenario/check.ts';
import { DEFAULT_SCENARIO } from '../engine/scenario/default-scenario.ts';
import { PRESETS, STOCK_SCENARIO } from '../engine/scenario/presets.ts';
import { STRATEGIES, strategyText, type Scenario, type Strategy } from '../engine/scenario/scenario.ts';
import { command, type Given } from './command.ts';
import { CommandProblem, readJson } from './read-stream.ts';

const HELP = `Usage: npm run -s migrate -- [SCENARIO-FILE] [--preset NAME] [--strategy NAME] -o FILE [--trace FILE] [--expect FILE] [--pcap FILE]

Runs a scenario and writes the migration stream. SCENARIO-FILE is a scenario as JSON (docs/formats.md). Without one the
default scenario is run; with --strategy baseline that is the one that a stock QEMU 7.2 loads.

  -o, --output FILE  the stream
  --preset NAME      a scenario that comes with the app: ${Object.keys(PRESETS).join(', ')}
  --strategy NAME    ${STRATEGIES.map(strategyText).join(' or ')}, instead of the scenario's own; no
                     QEMU has a proposal, they are this project's
  --trace FILE       what QEMU's tracepoints would have said, source first
  --expect FILE      JSON: arguments of a QEMU that loads the stream, and what it must say of its devices and RAM then
  --pcap FILE        pcapng: the packets of the guest's drivers on both sides, in virtual time, until the scenario's runAfter
  --help             this text

Exit code: 0 fine, 1 our own destination does not load the stream (which is written all the same), 2 wrong usage.
`;

export const main = (argv: readonly string[]): Promise<number> =>
  command(
    argv,
    HELP,
    {
      output: { type: 'string', short: 'o' },
      preset: { type: 'string' },
      strategy: { type: 'string' },
      trace: { type: 'string' },
      expect: { type: 'string' },
      pcap: { type: 'string' },
    },
    async (given) => {
      const { output, trace, expect, pcap } = given.values;
      if (typeof output !== 'string') throw new CommandProblem(`-o FILE is missing\n\n${HELP}`, 2);
      // The guest stays as it was loaded: that is what a QEMU started with -S has.
      const whole = await chosen(given);
      const scenario = { ...whole, runAfter: 0 };
      const capture = runScenario(scenario);
      write(output, capture.stream);
      const hasDowntime = (side: 'source' | 'destination') => ({ hasDowntime: scenario[side].qemu !== '7.2' });
      if (typeof trace === 'string') {
        const lines = traceLines(capture, { source: hasDowntime('source'), destination: hasDowntime('destination') });
        write(trace, `${lines.join('\n')}\n`);
      }
      if (typeof pcap === 'string') write(pcap, Buffer.concat(Array.from(framesPcapng(whole, runScenario(whole)))));
      if (typeof expect === 'string') write(expect, `${JSON.stringify(expectationOf(scenario, capture), null, 1)}\n`);
      const { stderr, sourceStderr, guest, status } = capture.outcome;
      for (const line of stderr) process.stderr.write(`${line}\n`);
      for (const line of sourceStderr) process.stderr.write(`source: ${line}\n`);
      if (status !== 'completed') process.stderr.write(`note: ${status}, the guest runs ${PLACES[guest]}\n`);
      for (const difference of differencesOf(capture, scenario.destination.qemu === '7.2'))
        process.stderr.write(`${wordsOf(capture, difference)}
`);
      return status === 'completed' ? 0 : 1;
    },
  );

const PLACES: Readonly<Record<GuestPlace, string>> = {
  source: 'at the source',
  destination: 'at the destination',
  both: 'on both sides',
  nowhere: 'nowhere',
};

/** What the destination does not have as the source had it. */
function wordsOf(capture: RunCapture, { cell, page, source, destination, reason }: NamedDifference): string {
  const queue = cell && cell.queue >= 0 ? ` queue ${cell.queue}` : '';
  const what = cell ? `${cell.device}${queue} ${cell.name}` : `page ${page} of RAM`;
  const text = (value: number): string => (cell && isList(cell) ? listCellText(capture, cell, value) : String(value));
  return `note: ${what} is ${text(source)} at the source and ${text(destination)} at the destination: ${reason}`;
}

/** The scenario that the arguments ask for, checked. */
async function chosen({ values, files }: Given): Promise<Scenario> {
  const strategy = strategyOf(values.strategy);
  const [file, ...rest] = files;
  if (rest.length > 0) throw new CommandProblem(`too many files: ${rest.join(' ')}\n\n${HELP}`, 2);
  if (file !== undefined && values.preset !== undefined)
    throw new CommandProblem('SCENARIO-FILE and --preset exclude each other', 2);
  let scenario: unknown = strategy === 'baseline' ? STOCK_SCENARIO : DEFAULT_SCENARIO;
  if (file !== undefined) scenario = await readJson(file);
  else if (typeof values.preset === 'string') {
    scenario = PRESETS[values.preset];
    if (!scenario)
      throw new CommandProblem(`--preset: ${values.preset} is none of ${Object.keys(PRESETS).join(', ')}`, 2);
  }
  if (strategy && typeof scenario === 'object' && scenario !== null) scenario = { ...scenario, strategy };
  const result = checkScenario(scenario);
  if (result.ok) return result.scenario;
  const problems = result.problems.map(({ path, message }) => `${path} ${message}`);
  throw new CommandProblem(`${file ?? 'scenario'}: ${problems.join('\n')}`, 2);
}

function strategyOf(name: Given['values'][string]): Strategy | null {
  if (name === undefined) return null;
  const found = STRATEGIES.find((strategy) => strategy === name);
  if (!found) throw new CommandProblem(`--strategy: ${String(name)} is none of ${STRATEGIES.join(', ')}`, 2);
  return found;
}

function write(path: string, data: Uint8Array | string): void {
  try {
    writeFileSync(path === '-' ? '/dev/stdout' : path, data);
  } catch (error) {
    throw new CommandProblem(`${path}: ${error instanceof Error ? error.message : String(error)}`, 2);
  }
}
