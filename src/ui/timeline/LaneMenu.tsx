// The button with the list of lanes.
import './lane-actions.ts';
import { LaneList } from './LaneList.tsx';
import { LanesSign } from './LanesSign.tsx';
import type { LaneName } from './lanes.ts';
import { Popover } from './Popover.tsx';

interface Props {
  readonly isOpen: boolean;
  readonly setOpen: (open: boolean) => void;
  /** The lane that has the focus when the list opens; null: the first. */
  readonly first: LaneName | null;
}

export function LaneMenu({ isOpen, setOpen, first }: Props) {
  return (
    <Popover
      id="timeline-lanes"
      label="Lanes: show, keep in view, order (Shift L)"
      text={<LanesSign />}
      isOpen={isOpen}
      setOpen={setOpen}
    >
      <LaneList first={first} />
    </Popover>
  );
}
