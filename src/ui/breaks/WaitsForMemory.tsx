// Guest memory that a breakpoint watches: address, length, side.
import type { ReactNode } from 'react';
import type { BreakpointOn } from '../../engine/breakpoints/breakpoint.ts';
import { NumberField } from './NumberField.tsx';

interface Props {
  readonly on: Extract<BreakpointOn, { kind: 'memory' }>;
  readonly onChange: (on: BreakpointOn) => void;
  readonly side: ReactNode;
}

export function WaitsForMemory({ on, onChange, side }: Props) {
  return (
    <>
      <NumberField label="Guest address" value={on.address} onChange={(address) => onChange({ ...on, address })} />
      <NumberField label="Bytes" value={on.length} onChange={(length) => onChange({ ...on, length })} />
      {side}
    </>
  );
}
