// The breakpoints: list with hit counts, what each waits for, its condition, and running to the next one either way.
import { useMemo, useState } from 'react';
import { groupThousands } from '../../engine/bytes/text.ts';
import { breakpointTitle, type Breakpoint } from '../../engine/breakpoints/breakpoint.ts';
import { breakpointSearchOf } from '../../store/run-space.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { Field } from '../primitives/Field.tsx';
import { Icon } from '../primitives/Icon.tsx';
import { Sheet } from '../primitives/Sheet.tsx';
import { Sign } from '../primitives/Sign.tsx';
import { ExpressionField } from './ExpressionField.tsx';
import { breakHere } from './break-here.ts';
import { WaitsFor } from './WaitsFor.tsx';
import css from './breaks.module.css';

export function Breakpoints() {
  const document = useApp((state) => state.document);
  return (
    <Sheet title="Breakpoints" about="they hold forward and backward">
      {document?.kind === 'run' ? (
        <List document={document} />
      ) : (
        <p className={css.none}>A file holds no events, so there is nothing to stop at. Open a run.</p>
      )}
    </Sheet>
  );
}

function List({ document }: { readonly document: RunDocument }) {
  const breakpoints = useApp((state) => state.breakpoints);
  const lastHit = useApp((state) => state.lastHit);
  const selection = useApp((state) => state.selection);
  const cursor = useApp((state) => state.cursor);
  const { addBreakpoint, toggleBreakpoint, removeBreakpoint, runToBreakpoint } = useActions();
  const [edited, setEdited] = useState(() => breakpoints.at(-1)?.id ?? -1);
  const search = useMemo(() => breakpointSearchOf(document), [document]);
  const open = breakpoints.find(({ id }) => id === edited);
  return (
    <>
      <div className={css.bar}>
        <Button boxed onPress={() => setEdited(addBreakpoint(breakHere(document, selection, cursor)))}>
          Add, from what is selected
        </Button>
        <span className={css.grow} />
        <Button
          title="Run back to the breakpoint before (Ctrl ←)"
          disabled={breakpoints.length === 0}
          onPress={() => void runToBreakpoint(-1)}
        >
          <Icon name="back" /> Back
        </Button>
        <Button
          title="Run to the next breakpoint (Ctrl →)"
          disabled={breakpoints.length === 0}
          onPress={() => void runToBreakpoint(1)}
        >
          Next <Icon name="forward" />
        </Button>
      </div>
      {breakpoints.length === 0 && (
        <p className={css.none}>None yet. Select a value, a section or an event and press b.</p>
      )}
      <ul className={css.list} aria-label="Breakpoints">
        {breakpoints.map((breakpoint) => {
          const problem = search.problem(breakpoint);
          const hits = search.hits(breakpoint).length;
          const isHere = lastHit?.breakpoint === breakpoint.id;
          return (
            <li key={breakpoint.id} className={breakpoint.id === edited ? css.open : undefined}>
              <input
                type="checkbox"
                checked={breakpoint.enabled}
                aria-label={`${breakpoint.name} stops`}
                onChange={() => toggleBreakpoint(breakpoint.id)}
              />
              <button
                type="button"
                aria-expanded={breakpoint.id === edited}
                onClick={() => setEdited(breakpoint.id === edited ? -1 : breakpoint.id)}
              >
                {breakpoint.name}
                {breakpoint.condition && <span className="mono dim"> if {breakpoint.condition}</span>}
              </button>
              <span className={css.hits}>
                {problem ? (
                  <>
                    <Sign severity="error" /> never holds
                  </>
                ) : (
                  `${isHere ? `${groupThousands(lastHit.ordinal)} of ` : ''}${groupThousands(hits)} hit${hits === 1 ? '' : 's'}`
                )}
              </span>
              <Button icon label={`Remove ${breakpoint.name}`} onPress={() => removeBreakpoint(breakpoint.id)}>
                <Icon name="close" />
              </Button>
            </li>
          );
        })}
      </ul>
      {open && <Edit key={open.id} document={document} breakpoint={open} />}
    </>
  );
}

function Edit({ document, breakpoint }: { readonly document: RunDocument; readonly breakpoint: Breakpoint }) {
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
