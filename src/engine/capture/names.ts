// An interning table: strings that spans and events name by number (section names, field names, messages). Plain data
// when it crosses threads.

/** Strings by id; id 0 is always the empty string. */
export class NameTable {
  readonly list: string[] = [''];
  private readonly ids = new Map<string, number>([['', 0]]);

  constructor(list?: readonly string[]) {
    for (const name of list ?? []) this.id(name);
  }

  /** The id of a string, new when it was not there. */
  id(name: string): number {
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const id = this.list.length;
    this.list.push(name);
    this.ids.set(name, id);
    return id;
  }

  /** The id of a string, or -1. */
  find(name: string): number {
    return this.ids.get(name) ?? -1;
  }
}
