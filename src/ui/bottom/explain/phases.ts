// Explanations of the phases of a migration.
import type { PhaseKind } from '../../../store/phases.ts';
import type { Words } from './types.ts';

export const PHASES: Readonly<Record<PhaseKind, Words>> = {
  setup: [
    'migration/migration.c migration_thread(), qemu_savevm_state_setup()',
    'Header, configuration and the START sections, while the guest runs. The dirty log is switched on, so that every later write is known. Without it changes after the first pass would be lost.',
  ],
  iterate: [
    'migration/migration.c migration_iteration_run()',
    'Passes over dirty memory while the guest runs on and dirties more. After each, what is left is compared with what fits in the downtime limit. Without it the guest would stand still for as long as its memory takes to send.',
  ],
  stop: [
    'migration/migration.c migration_completion()',
    'The guest is stopped: last pages, END sections, every device’s FULL. Its length plus the load at the destination is the downtime. Without the stop the state would be of no single moment.',
  ],
  resumed: [
    'migration/migration.c process_incoming_migration_bh()',
    'The guest runs at the destination, and announces its MAC so that switches learn the new port. The source’s copy stays stopped. Without the announcement packets would go to the old host for minutes.',
  ],
};
