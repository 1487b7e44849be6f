// MigrationStatus as QMP names it; events carry the numbers.
export const MIGRATION_STATUS = [
  'none',
  'setup',
  'active',
  'device',
  'completed',
  'failed',
  'cancelled',
  'cancelling',
] as const;
export type MigrationStatus = (typeof MIGRATION_STATUS)[number];

export const statusNumber = (status: MigrationStatus): number => MIGRATION_STATUS.indexOf(status);

/** The name of a number that an event carries. */
export const statusText = (status: number): string => MIGRATION_STATUS[status] ?? String(status);
