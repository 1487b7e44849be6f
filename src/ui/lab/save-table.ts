// The table of all sections as CSV (RFC 4180) and Markdown. The origin of the figures stands in the first line.
import { runSums, type ArmRuns } from '../../engine/lab/runs.ts';
import { summarise, type Summary } from '../../engine/lab/statistics.ts';
import { deviceGroups } from './device-groups.ts';

function rowsOf(arms: readonly ArmRuns[]): readonly (readonly [string, readonly (Summary | null)[]])[] {
  const { rows } = deviceGroups(arms, Infinity);
  return [
    ...rows.map(({ name, cells }) => [name, cells] as const),
    ['sum of all non-iterable sections', arms.map((arm) => summarise(runSums(arm)))] as const,
  ];
}

const COLUMNS = ['median', 'lower quartile', 'upper quartile', 'min', 'max', 'runs'] as const;
const us = (ns: number): string => String(Math.round(ns) / 1000);

const figures = (cell: Summary | null): string[] =>
  cell
    ? [cell.median, cell.lower, cell.upper, cell.min, cell.max].map(us).concat(String(cell.count))
    : COLUMNS.map(() => '');

export function labCsv(arms: readonly ArmRuns[], origin: string): string {
  const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
  const header = ['section', ...arms.flatMap(({ label }) => COLUMNS.map((column) => `${label}: ${column}`))];
  const lines = [header, ...rowsOf(arms).map(([name, cells]) => [name, ...cells.flatMap(figures)])];
  return [`# load times in µs, ${origin}`, ...lines.map((cells) => cells.map(quote).join(','))].join('\r\n') + '\r\n';
}

export function labMarkdown(arms: readonly ArmRuns[], origin: string): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  const cellText = (cell: Summary | null): string =>
    cell ? `${us(cell.median)} [${us(cell.lower)}–${us(cell.upper)}] (${us(cell.min)}–${us(cell.max)})` : '—';
  return [
    `**Load times in µs, ${origin}: median [quartiles] (min–max)**`,
    '',
    line(['section', ...arms.map(({ label, runs }) => `${label}, ${runs} runs`)]),
    line(['---', ...arms.map(() => '---:')]),
    ...rowsOf(arms).map(([name, cells]) => line([name, ...cells.map(cellText)])),
    '',
  ].join('\n');
}

export function saveText(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // The browser has taken it over by the next turn; the memory is given back later.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
