// Cells: the live state of one side as numbered values. Every register, index and filter word that the engine models is
// one cell; a change of a cell is one event, so the state at any event is a keyframe plus a short replay.

/** How a value travels, shown by shape in every panel. */
export type CellMark = 'migrated' | 'recomputed' | 'ram' | 'none';

/**
 * How a panel prints the value. The last four are lists (lists.ts): MAC addresses, a bitmap of VLAN ids, big-endian u16s,
 * plain bytes.
 */
export type CellFormat =
  'decimal' | 'hex' | 'address' | 'mac' | 'bool' | 'status' | 'bytes' | 'macs' | 'vlans' | 'numbers' | 'octets';

export interface CellDef {
  readonly id: number;
  /** QEMU's own name of the field, e.g. `last_avail_idx`. */
  readonly name: string;
  /** Owner: qdev path of the device such as `0000:00:03.0/virtio-net`, or `vm`, `migration`. */
  readonly device: string;
  /** Virtqueue number or -1. */
  readonly queue: number;
  readonly format: CellFormat;
  readonly mark: CellMark;
  /** Path of field names and indices in the device's wire state when the value is migrated, e.g. `vqs.0.lastAvailIdx`. */
  readonly wire: string;
}

/** Registers cells; both sides of a run build the same table from the scenario. */
export class CellTable {
  readonly defs: CellDef[] = [];
  private readonly byKey = new Map<string, number>();

  define(
    device: string,
    name: string,
    options: { queue?: number; format?: CellFormat; mark?: CellMark; wire?: string } = {},
  ): number {
    const id = this.defs.length;
    const queue = options.queue ?? -1;
    const key = `${device} ${queue} ${name}`;
    if (this.byKey.has(key)) throw new RangeError(`cell ${key} is defined twice`);
    this.byKey.set(key, id);
    this.defs.push({
      id,
      name,
      device,
      queue,
      format: options.format ?? 'decimal',
      mark: options.mark ?? 'none',
      wire: options.wire ?? '',
    });
    return id;
  }

  /** The id of a cell, or -1. */
  find(device: string, name: string, queue = -1): number {
    return this.byKey.get(`${device} ${queue} ${name}`) ?? -1;
  }
}
