// Bytes as a person writes them down: hexadecimal and 'text', one thing a line, a bar before the comment.
//
//   wire(`
//     05                 | subsection
//     07 'virtio/…'      | length, name
//     00000001           | version
//     00 x16             | sixteen times
//   `)

/** The bytes that the lines say; throws Error on anything else. */
export function wire(lines: string): Uint8Array {
  const bytes: number[] = [];
  for (const line of lines.split('\n')) {
    let last: number[] = [];
    for (const word of (line.split('|')[0] ?? '').match(/'[^']*'|\S+/g) ?? []) {
      if (/^x\d+$/.test(word)) {
        for (let i = 1; i < Number(word.slice(1)); i++) bytes.push(...last);
        continue;
      }
      last = word.startsWith("'") ? Array.from(word.slice(1, -1), (char) => char.charCodeAt(0)) : hexBytes(word);
      bytes.push(...last);
    }
  }
  return Uint8Array.from(bytes);
}

function hexBytes(word: string): number[] {
  if (!/^([0-9a-f]{2})+$/i.test(word)) throw new Error(`not bytes: ${word}`);
  return (word.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
}

/** `05 0a ff`, for messages that show what differs. */
export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
