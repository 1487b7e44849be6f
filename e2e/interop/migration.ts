// Migrating a QEMU to a file, and a file into a QEMU, over QMP.
import type { Qemu } from './qemu.ts';
import { PATIENCE } from './lines.ts';

/** Migrates to `path` and waits until it is done. */
export async function migrateToFile(qemu: Qemu, path: string): Promise<void> {
  await qemu.qmp.execute('migrate', { uri: `exec:cat > ${path}` });
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
      (answer) => (answer as { readonly status?: string }).status,
      () => 'failed',
    );
    if (status === 'completed' || status === 'failed') return status;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('the migration did not end');
}
