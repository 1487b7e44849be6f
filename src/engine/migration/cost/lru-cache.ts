// A cache of limited size over named working sets: what was used longest ago goes first, whole sets at a time.

export class LruCache {
  private readonly capacity: number;
  private readonly sets = new Map<string, number>();
  private used = 0;

  constructor(capacityKiB: number) {
    this.capacity = capacityKiB;
  }

  /** Uses a working set; answers how many KiB of it were not there. */
  use(name: string, kiB: number): number {
    const size = Math.min(kiB, this.capacity);
    const before = Math.min(this.sets.get(name) ?? 0, size);
    this.drop(name);
    for (const oldest of this.sets.keys()) {
      if (this.used + size <= this.capacity) break;
      this.drop(oldest);
    }
    this.sets.set(name, size);
    this.used += size;
    return size - before;
  }

  private drop(name: string): void {
    this.used -= this.sets.get(name) ?? 0;
    this.sets.delete(name);
  }
}
