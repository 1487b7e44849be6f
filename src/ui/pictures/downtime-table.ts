// The sections that the destination loads during the downtime, with their modelled load times, as CSV and Markdown.
import { strategyText } from '../../engine/scenario/scenario.ts';
import type { RunDocument } from '../../store/documents.ts';
import { runModel } from '../timeline/run-model.ts';

const COLUMNS = [
  'section',
  'type',
  'section id',
  'bytes',
  'load starts (virtual ms)',
  'load ends (virtual ms)',
  'modelled load (ms)',
  'waits for bytes (ms)',
] as const;

export interface DowntimeRow {
  readonly cells: readonly string[];
}

/** In the order of loading; empty when the run has no stop-and-copy. */
export function downtimeRows(document: RunDocument): readonly DowntimeRow[] {
  const stop = document.phases.find(({ kind }) => kind === 'stop');
  if (!stop) return [];
  const ms = (ns: number): string => (ns / 1e6).toFixed(4);
  return runModel(document)
    .loads.filter(({ start, end }) => end > stop.start && start < stop.end)
    .map(({ row, start, end, bytes, modelled }) => {
      const frame = document.frames.find((one) => one.row === row);
      const work = modelled < 0 ? end - start : modelled;
      return {
        cells: [
          frame?.idstr ?? '',
          frame?.type ?? '',
          String(frame?.sectionId ?? ''),
          String(bytes),
          ms(start),
          ms(end),
          ms(work),
          ms(Math.max(0, end - start - work)),
        ],
      };
    });
}

function title(document: RunDocument): string {
  const { downtime } = document.capture.outcome;
  return `${document.name}, ${strategyText(document.scenario.strategy)}: downtime ${(downtime / 1e6).toFixed(4)} ms, virtual; load times modelled, not measured`;
}

/** RFC 4180: CRLF, quotes doubled. The first line is a comment with what was run. */
export function downtimeCsv(document: RunDocument): string {
  const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
  const lines = [COLUMNS as readonly string[], ...downtimeRows(document).map(({ cells }) => cells)];
  return [`# ${title(document)}`, ...lines.map((cells) => cells.map(quote).join(','))].join('\r\n') + '\r\n';
}

export function downtimeMarkdown(document: RunDocument): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  const rule = COLUMNS.map((_, i) => (i < 2 ? '---' : '---:'));
  const rows = downtimeRows(document).map(({ cells }) => line(cells));
  return [`**${title(document)}**`, '', line(COLUMNS), line(rule), ...rows, ''].join('\n');
}
