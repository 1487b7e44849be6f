// What QEMU prints when a stream does not fit (QEMU 7.2 to 10.0, migration/savevm.c), for who loads one and who
// says beforehand what a load would say.
import { hex } from '../bytes/text.ts';

export const machineDiffers = (received: string, local: string): string =>
  `Machine type received is '${received}' and local is '${local}'`;

export const unknownSection = (idstr: string, instanceId: number): string =>
  `Unknown savevm section or instance '${idstr}' ${instanceId}. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices`;

export const unsupportedVersion = (version: number, idstr: string, local: number): string =>
  `savevm: unsupported version ${version | 0} for '${idstr}' v${local}`;

export const loadingState = (idstr: string, instanceId: number): string =>
  `error while loading state for instance ${hex(instanceId)} of device '${idstr}'`;

export const missingFooter = (idstr: string): string => `Missing section footer for ${idstr}`;
