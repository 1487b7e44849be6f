// What an explanation is. The texts are data, split by topic; `look-up.ts` finds the one that fits.

/** Where QEMU does it (file and symbol), and two or three sentences, the last of them what would break without it. */
export type Words = readonly [where: string, text: string];

/** By `owner/name` where a name means several things, else by name. */
export type WordTable = Readonly<Record<string, Words>>;
