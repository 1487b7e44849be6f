// A queue's name as panels show it. By itself, since the first paint needs it and nothing else of the tree.
const QUEUE_NAMES = ['RX', 'TX'];

/** `RX0`, `TX0`, …, `CTRL` for queue number `index` of `count`. */
export function queueName(index: number, count: number): string {
  if (count % 2 === 1 && index === count - 1) return 'CTRL';
  return `${QUEUE_NAMES[index % 2]!}${Math.floor(index / 2)}`;
}
