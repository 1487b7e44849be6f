// The queues of a side at the cursor; choosing one shows its ring on both sides.
import { useActions, useApp } from '../app/use-app.ts';
import { differences, queueValues, type NicView } from './device-view.ts';
import { QueueRows } from './QueueRows.tsx';

interface Props {
  readonly own: NicView;
  /** The other side, when differences are to be marked here. */
  readonly other: NicView | null;
}

export function QueueTable({ own, other }: Props) {
  const chosen = Math.min(
    useApp((state) => state.queue),
    own.queues.length - 1,
  );
  const { setQueue } = useActions();
  const rows = own.queues.map((queue) => {
    const there = other?.queues[queue.index];
    return {
      index: queue.index,
      name: queue.name,
      different: there ? differences(queue, there) : 0,
      values: queueValues(queue).map(({ value }) => value),
    };
  });
  return <QueueRows label="Queues" rows={rows} chosen={chosen} onChoose={setQueue} />;
}
