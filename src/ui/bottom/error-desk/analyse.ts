// Reads what a person pastes: finds QEMU's lines in it, which checks they tell of, which of them is the cause and which
// only follow from it, and where in the open stream they point.
import type { OpenDocument } from '../../../store/documents.ts';
import { COMMAND_ERRORS } from './command-errors.ts';
import { DEVICE_ERRORS } from './device-errors.ts';
import { FRAMING_ERRORS } from './framing-errors.ts';
import type { KnownError } from './known-error.ts';
import { RUNNING_ERRORS } from './running-errors.ts';

export const KNOWN_ERRORS: readonly KnownError[] = [
  ...FRAMING_ERRORS,
  ...COMMAND_ERRORS,
  ...DEVICE_ERRORS,
  ...RUNNING_ERRORS,
];

export interface Reading {
  /** Place in the pasted text: line number from 0. */
  readonly line: number;
  /** The line without time and program name. */
  readonly message: string;
  readonly error: KnownError | null;
  /** Groups of the pattern. */
  readonly found: readonly string[];
  /** The first line that follows from no other: the one to look at. */
  readonly isCause: boolean;
}

/** Timestamps, log prefixes, libvirt's words around QEMU's, the program's name, `error:`. */
const BEFORE: readonly RegExp[] = [
  /^\d{4}-\d\d-\d\d[T ][\d:.,+]+(?:Z|[+-]\d\d:?\d\d)?:?\s+/,
  /^(?:\d+: )?(?:error|info|warning) : \S+:\d+ : /,
  /^(?:error: )?internal error: (?:QEMU|qemu) unexpectedly closed the monitor(?: \(vm='[^']*'\))?: /,
  /^error: operation failed: (?:job '[^']*' failed: )?/i,
  // Not a function of QEMU, which the message begins with.
  /^\S*qemu(?!_)[\w.+-]*: /i,
  /^kvm: /,
  /^-incoming \S+: /,
  /^error: /,
];

/** QEMU's message in a line. */
export function messageOf(line: string): string {
  let text = line.trim();
  for (let again = true; again;) {
    again = false;
    for (const before of BEFORE) {
      const shorter = text.replace(before, '');
      if (shorter !== text) again = true;
      text = shorter;
    }
  }
  return text;
}

/** What is known of a message; the assertions keep their file before them. */
export function recognise(message: string): { readonly error: KnownError; readonly found: readonly string[] } | null {
  for (const error of KNOWN_ERRORS) {
    const match = error.pattern.exec(message);
    if (match) return { error, found: match.slice(1).map((group: string | undefined) => group ?? '') };
  }
  // 10.2 puts the inner message behind the outer one: the last part that is known tells the cause.
  const colon = message.indexOf(': ');
  return colon < 0 ? null : recognise(message.slice(colon + 2));
}

/** Every line that is not empty, in order. */
export function analyse(text: string): readonly Reading[] {
  const readings = text
    .split('\n')
    .map((line, number) => ({ line: number, message: messageOf(line) }))
    .filter(({ message }) => message !== '')
    .flatMap(({ line, message }) => readLine(line, message));
  const cause =
    readings.find(({ error }) => error && !error.secondary && !error.harmless) ??
    readings.find(({ error }) => error && !error.harmless);
  return readings.map((reading) => ({ ...reading, isCause: reading === cause }));
}

/** One reading; two when a line of 10.2 carries its cause behind it. */
function readLine(line: number, message: string): readonly Omit<Reading, 'isCause'>[] {
  const whole = recognise(message);
  const first = { line, message, error: whole?.error ?? null, found: whole?.found ?? [] };
  const inner =
    /^(?:load of migration failed: [^:]+|error while loading state for instance 0x[0-9a-f]+ of device '[^']*'): (.+)$/.exec(
      message,
    )?.[1];
  if (inner === undefined) return [first];
  const rest = readLine(line, inner);
  return rest.some(({ error }) => error) ? [...rest, first] : [first];
}

/** Offset that a reading points to in the open stream, or -1. The inspector's own finding of the same words comes first. */
export function placeOf(reading: Reading, document: OpenDocument | null): number {
  if (!document || !reading.error) return -1;
  const same = document.inspection.diagnostics.find(({ message }) => message === reading.message);
  if (same && same.offset >= 0) return Math.min(same.offset, document.stream.length - 1);
  return reading.error.place?.(document, reading.found) ?? -1;
}
