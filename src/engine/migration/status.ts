// MigrationStatus as QMP names it; events carry the numbers.
export const MIGRATION_STATUS = ['none', 'setup', 'active', 'device', 'completed', 'failed', 'cancelled'] as const;
export type MigrationStatus = (typeof MIGRATION_STATUS)[number];

export const statusNumber = (status: MigrationStatus): number => MIGRATION_STATUS.indexOf(status);
