// The list of breakpoints with hit counts, running to the next one either way, and the form of the one that is open.
import { useMemo, useState } from 'react';
import { groupThousands } from '../../engine/bytes/text.ts';
import { breakpointSearchOf } from '../../store/run-space.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { Icon } from '../primitives/Icon.tsx';
import { Sign } from '../primitives/Sign.tsx';
import { breakHere } from './break-here.ts';
import { BreakpointEdit } from './BreakpointEdit.tsx';
import css from './breaks.module.css';

export function BreakpointList({ document }: { readonly document: RunDocument }) {
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
      {open && <BreakpointEdit key={open.id} document={document} breakpoint={open} />}
    </>
  );
}
