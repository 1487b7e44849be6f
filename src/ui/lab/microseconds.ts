// A time of the tables: whole µs.
import { groupThousands } from '../../engine/bytes/text.ts';

export const microseconds = (ns: number): string => groupThousands(Math.round(ns / 1000));
