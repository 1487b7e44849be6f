// What the address says behind its `#`, piece by piece: a link, whether the app is a frame of another page, commands to be
// done at the start (docs/formats.md). Pieces that are not known are passed over.

/** Panels that a frame may show. */
export const EMBED_PANELS = ['timeline', 'source', 'stream', 'destination', 'explain'] as const;
export type EmbedPanel = (typeof EMBED_PANELS)[number];

export interface Fragment {
  /** `#v2.…`, or empty. */
  readonly link: string;
  /** Null: the whole app. Empty: as many panels as there is room for. */
  readonly embed: readonly EmbedPanel[] | null;
  /** As it stands there; empty when nothing is to be done. */
  readonly commands: string;
}

export function parseFragment(hash: string): Fragment {
  const pieces = hash.replace(/^#/, '').split('&');
  const value = (name: string): string | undefined =>
    pieces.find((piece) => piece === name || piece.startsWith(`${name}=`))?.slice(name.length + 1);
  const embed = value('embed')?.split(',');
  return {
    link: /^v\d/.test(pieces[0]!) ? `#${pieces[0]}` : '',
    embed: embed ? EMBED_PANELS.filter((panel) => embed.includes(panel)) : null,
    commands: decode(value('do') ?? ''),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of the same with a link in it; commands are not done a second time. */
export function fragmentWith(link: string, embed: Fragment['embed']): string {
  if (!embed) return link;
  const piece = embed.length > 0 ? `embed=${embed.join()}` : 'embed';
  return link ? `${link}&${piece}` : `#${piece}`;
}
