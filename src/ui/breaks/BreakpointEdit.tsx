// What a breakpoint waits for, its condition, and how many hits it lets pass.
import { useMemo, useState } from 'react';
import { breakpointTitle, type Breakpoint } from '../../engine/breakpoints/breakpoint.ts';
import { breakpointSearchOf } from '../../store/run-space.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useActions } from '../app/use-app.ts';
import { Field } from '../primitives/Field.tsx';
import { ExpressionField } from './ExpressionField.tsx';
import { WaitsFor } from './WaitsFor.tsx';
import css from './breaks.module.css';

interface Props {
  readonly document: RunDocument;
  readonly breakpoint: Breakpoint;
}

export function BreakpointEdit({ document, breakpoint }: Props) {
  const { changeBreakpoint } = useActions();
  const search = useMemo(() => breakpointSearchOf(document), [document]);
  const problem = search.problem(breakpoint);
  const [skip, setSkip] = useState(String(breakpoint.skip));
  const isSkip = (text: string): boolean => /^\d{1,9}$/.test(text.trim());
  return (
    <div className={css.edit} role="group" aria-label={breakpoint.name}>
      <WaitsFor
        on={breakpoint.on}
        scope={search.scope}
        problem={problem?.part === 'on' ? problem : null}
        onChange={(on) => changeBreakpoint(breakpoint.id, { on, name: breakpointTitle(on) })}
      />
      <ExpressionField
        label="Condition"
        value={breakpoint.condition}
        scope={search.scope}
        problem={problem?.part === 'condition' ? problem : null}
        placeholder="none, or such as phase == iterate && source.rx0.inuse > 0"
        onChange={(condition) => changeBreakpoint(breakpoint.id, { condition })}
      />
      <Field
        label="Hits to skip"
        value={skip}
        onChange={(text) => {
          setSkip(text);
          if (isSkip(text)) changeBreakpoint(breakpoint.id, { skip: Number(text) });
        }}
        problem={isSkip(skip) ? null : 'must be a whole number from 0'}
        hint="from the beginning of the run"
        mono
      />
    </div>
  );
}
