// What an inspection has to tell, kept short: however damaged a stream is, the list stays readable.
import { groupThousands } from '../bytes/text.ts';
import type { Diagnostic, Severity } from './inspection.ts';

const MOST = 200;

export class Report {
  readonly diagnostics: Diagnostic[] = [];
  private leftOut = 0;

  tell(severity: Severity, offset: number, message: string, cause: string): void {
    if (this.diagnostics.length < MOST) this.diagnostics.push({ severity, offset, message, cause });
    else this.leftOut++;
  }

  /** Ends the list; says how many were left out. */
  close(): readonly Diagnostic[] {
    if (this.leftOut > 0) {
      this.diagnostics.push({
        severity: 'note',
        offset: -1,
        message: `${groupThousands(this.leftOut)} more of the kind are left out`,
        cause: '',
      });
    }
    return this.diagnostics;
  }
}

/** `virtio/virtqueues, vq 63, vring.avail`: where in a device's state a reading stopped. */
export function pathText(path: readonly string[]): string {
  const last = path.findLastIndex((name) => name.includes('/'));
  const words: string[] = [];
  for (const name of path.slice(Math.max(0, last))) {
    if (/^\d+$/.test(name) && words.length > 0) words.push(`${words.pop() ?? ''} ${name}`);
    else words.push(name);
  }
  return words.join(', ');
}
