// What a breakpoint waits for, as fields: the kind, and what belongs to it.
import { EVENT_KINDS } from '../../engine/capture/event-kinds.ts';
import type { BreakpointOn, BreakpointSide } from '../../engine/breakpoints/breakpoint.ts';
import type { EventCursor } from '../../engine/query/event-scope.ts';
import type { Scope } from '../../engine/query/scope.ts';
import { Field } from '../primitives/Field.tsx';
import { Choice } from './Choice.tsx';
import { ExpressionField } from './ExpressionField.tsx';
import { WaitsForMemory } from './WaitsForMemory.tsx';
import css from './breaks.module.css';

interface Props {
  readonly on: BreakpointOn;
  readonly scope: Scope<EventCursor>;
  readonly problem: { readonly message: string; readonly start: number; readonly end: number } | null;
  readonly onChange: (on: BreakpointOn) => void;
}

const KINDS: readonly { readonly kind: BreakpointOn['kind']; readonly text: string; readonly initial: BreakpointOn }[] =
  [
    { kind: 'phase', text: 'a phase begins', initial: { kind: 'phase', phase: 'stop' } },
    { kind: 'section', text: 'a section begins', initial: { kind: 'section', type: 'FULL', name: '', side: 'either' } },
    { kind: 'flag', text: 'a flag', initial: { kind: 'flag', flag: 'VNET_MIG_F_INIT_STATE', side: 'either' } },
    {
      kind: 'value',
      text: 'a value changes',
      initial: { kind: 'value', name: 'destination.rx0.last_avail_idx', becomes: '' },
    },
    {
      kind: 'memory',
      text: 'guest memory is written',
      initial: { kind: 'memory', address: 0x100000, length: 4096, side: 'either' },
    },
    { kind: 'error', text: 'any diagnostic', initial: { kind: 'error' } },
    { kind: 'event', text: 'an event', initial: { kind: 'event', event: EVENT_KINDS[0]!.name } },
    { kind: 'condition', text: 'the condition alone', initial: { kind: 'condition' } },
  ];
/** Of strategy `delta`. */
const PROPOSED_FLAGS = ['VNET_MIG_F_DELTA', 'VNET_MIG_F_FINAL'];
const FLAGS = ['VNET_MIG_F_INIT_STATE', 'VNET_MIG_F_END_DATA', 'VNET_MIG_F_NO_DATA', ...PROPOSED_FLAGS];

export function WaitsFor({ on, scope, problem, onChange }: Props) {
  const side = (value: BreakpointSide) => (
    <Choice
      label="Side"
      value={value}
      values={['either', 'source', 'destination']}
      onChange={(next) => onChange({ ...on, side: next } as BreakpointOn)}
    />
  );
  return (
    <>
      <label className={css.choice}>
        <span>Stop when</span>
        <select
          value={on.kind}
          onChange={(event) => onChange(KINDS.find(({ kind }) => kind === event.target.value)!.initial)}
        >
          {KINDS.map(({ kind, text }) => (
            <option key={kind} value={kind}>
              {text}
            </option>
          ))}
        </select>
      </label>
      {on.kind === 'phase' && (
        <Choice
          label="Phase"
          value={on.phase}
          values={['any', 'setup', 'iterate', 'stop', 'resumed']}
          onChange={(phase) => onChange({ ...on, phase })}
        />
      )}
      {on.kind === 'section' && (
        <>
          <Choice
            label="Type"
            value={on.type}
            values={['any', 'START', 'PART', 'END', 'FULL']}
            onChange={(type) => onChange({ ...on, type })}
          />
          <Field
            label="Name"
            value={on.name}
            onChange={(name) => onChange({ ...on, name })}
            problem={null}
            hint="empty for any"
            mono
            wide
          />
          {side(on.side)}
        </>
      )}
      {on.kind === 'flag' && (
        <>
          <Choice
            label="Flag"
            value={on.flag}
            values={FLAGS}
            textOf={(flag) => (PROPOSED_FLAGS.includes(flag) ? `${flag} (proposal)` : flag)}
            onChange={(flag) => onChange({ ...on, flag })}
          />
          {side(on.side)}
        </>
      )}
      {on.kind === 'value' && (
        <>
          <ExpressionField
            label="Value"
            value={on.name}
            scope={scope}
            problem={problem}
            onChange={(name) => onChange({ ...on, name })}
          />
          <Field
            label="Becomes"
            value={on.becomes}
            onChange={(becomes) => onChange({ ...on, becomes })}
            problem={null}
            hint="empty for any change"
            mono
          />
        </>
      )}
      {on.kind === 'memory' && <WaitsForMemory on={on} onChange={onChange} side={side(on.side)} />}
      {on.kind === 'event' && (
        <Choice
          label="Event"
          value={on.event}
          values={EVENT_KINDS.map(({ name }) => name)}
          onChange={(event) => onChange({ ...on, event })}
        />
      )}
    </>
  );
}
