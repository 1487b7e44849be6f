// Migrating a QEMU to a file, and a file into a QEMU, over QMP.
import type { Qemu } from './qemu.ts';
import { PATIENCE } from './lines.ts';

interface MigrationInfo {
  readonly status?: string;
  readonly ram?: { readonly 'dirty-sync-count': number };
}

/** Migrates to `path` and waits until it is done. */
export async function migrateToFile(qemu: Qemu, path: string): Promise<void> {
  await qemu.qmp.execute('migrate', { uri: `exec:cat > ${path}` });
  await completed(qemu);
}

/** A limit that no pass of a busy guest fits into, and one that every pass does (ms). */
const NO_DOWNTIME = 1;
const ANY_DOWNTIME = 60_000;
const SLOW_BYTES_PER_SECOND = 400_000;

/** Migrates slowly to `path` while `guest` goes on working, until `passes` passes are done; then it may stop. */
export async function migrateBusyGuest(
  qemu: Qemu,
  path: string,
  passes: number,
  guest: () => Promise<void>,
): Promise<void> {
  const limits = { 'max-bandwidth': SLOW_BYTES_PER_SECOND, 'downtime-limit': NO_DOWNTIME };
  await qemu.qmp.execute('migrate-set-parameters', limits);
  await qemu.qmp.execute('migrate', { uri: `exec:cat > ${path}` });
  for (let done = 0; done < passes;) {
    await guest();
    const { status, ram } = (await qemu.qmp.execute('query-migrate')) as MigrationInfo;
    if (status !== 'setup' && status !== 'active') throw new Error(`the migration was ${status ?? 'none'} too early`);
    done = ram?.['dirty-sync-count'] ?? 0;
  }
  await qemu.qmp.execute('migrate-set-parameters', { 'downtime-limit': ANY_DOWNTIME });
  await completed(qemu);
}

async function completed(qemu: Qemu): Promise<void> {
  const status = await migrationStatus(qemu);
  if (status !== 'completed') throw new Error(`the migration to a file ended ${status}`);
}

/**
 * Loads `path` into a QEMU that was started with `-incoming defer`. A load that fails ends the process: `failed`, and
 * its stderr says why.
 */
export async function migrateFromFile(qemu: Qemu, path: string): Promise<'completed' | 'failed'> {
  await qemu.qmp.execute('migrate-incoming', { uri: `exec:cat ${path}` });
  const status = await migrationStatus(qemu);
  if (status !== 'completed') await qemu.exited();
  return status;
}

/** Waits for the end of a migration; one that takes its process with it has failed. */
async function migrationStatus(qemu: Qemu): Promise<'completed' | 'failed'> {
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) {
    const status = await qemu.qmp.execute('query-migrate').then(
      (answer) => (answer as MigrationInfo).status,
      () => 'failed',
    );
    if (status === 'completed' || status === 'failed') return status;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('the migration did not end');
}
