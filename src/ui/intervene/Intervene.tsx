// Do something here: the actions by who does them, a form made from their table, and a branch that has it done at the
// cursor. What was typed for an action stays while the page is open.
import { useState, type SyntheticEvent } from 'react';
import { formatMs, groupThousands } from '../../engine/bytes/text.ts';
import { ACTION_GROUPS } from '../../engine/scenario/action-groups.ts';
import { ACTIONS, actionSpec, actionText, initialAction, type ActionSpec } from '../../engine/scenario/actions.ts';
import { momentAfter } from '../../store/branches/branch-slice.ts';
import { MAX_BRANCH_NAME } from '../../store/branches/branch-tree.ts';
import { useActions, useApp, useAppStore } from '../app/use-app.ts';
import { Field } from '../primitives/Field.tsx';
import { Sheet } from '../primitives/Sheet.tsx';
import { Sign } from '../primitives/Sign.tsx';
import { draftOf, readDraft, type Draft } from './draft.ts';
import { outcomeOf } from './outcome-of.ts';
import { Parameter } from './Parameter.tsx';
import primitives from '../primitives/primitives.module.css';
import css from './intervene.module.css';

const GROUPS = { guest: 'Guest', host: 'Host', stream: 'Stream', destination: 'Destination' } as const;

/** By action's name: kept when the sheet is closed. */
const drafts = new Map<string, Draft>();
let lastAction = 'set-mac';

/** A form as it is first shown: damage begins at the selected bytes. */
function firstDraft(spec: ActionSpec, selected: number): Draft {
  const draft = draftOf(spec);
  return spec.group === 'stream' && selected >= 0 ? { ...draft, offset: String(selected) } : draft;
}

export function Intervene() {
  const store = useAppStore();
  const time = useApp((state) => state.time);
  const cursor = useApp((state) => state.cursor);
  const selected = useApp((state) =>
    state.selection && state.selection.end > state.selection.start ? state.selection.start : -1,
  );
  const { intervene, setSheet } = useActions();
  const [name, setName] = useState(lastAction);
  const spec = actionSpec(name)!;
  const [draft, setDraft] = useState<Draft>(() => drafts.get(name) ?? firstDraft(spec, selected));
  const [branch, setBranch] = useState('');
  const [told, setTold] = useState<string | null>(null);
  const { action, problems } = readDraft(spec, draft);
  const usual = `${actionText(problems.size > 0 ? initialAction(spec) : action)} at ${formatMs(time)}`;
  const tooLong = branch.trim().length > MAX_BRANCH_NAME;

  const choose = (next: string): void => {
    lastAction = next;
    setName(next);
    setDraft(drafts.get(next) ?? firstDraft(actionSpec(next)!, selected));
    setTold(null);
  };
  const change = (parameter: string, value: string | boolean): void => {
    const next = { ...draft, [parameter]: value };
    drafts.set(name, next);
    setDraft(next);
  };
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (problems.size > 0 || tooLong) return;
    const at = momentAfter(time);
    if (!(await intervene(action, branch.trim() || usual))) return;
    const { document } = store.getState();
    if (document?.kind !== 'run') return;
    const { interventions } = document.scenario;
    const outcome = outcomeOf(
      document,
      interventions.findLastIndex((each) => each.at === at && each.action === action),
    );
    if (outcome === 'done' || spec.group === 'destination') setSheet(null);
    else
      setTold(
        outcome === 'not possible'
          ? `It could not be done at ${formatMs(at)}: the branch is there, and the run goes on as without it. Move the cursor to a time when it is possible, or undo (Ctrl Z).`
          : `The migration had ended before ${formatMs(at)}, so nobody was there to do it. Move the cursor to an earlier time, or undo (Ctrl Z).`,
      );
  };
  return (
    <Sheet title="Do it here" about={`at ${formatMs(time)} virtual, after event ${groupThousands(cursor + 1)}`}>
      <form className={css.form} onSubmit={(event) => void submit(event)}>
        <select
          className={css.actions}
          size={14}
          value={name}
          aria-label="Action"
          data-first
          onChange={(event) => choose(event.target.value)}
        >
          {ACTION_GROUPS.map((group) => (
            <optgroup key={group} label={GROUPS[group]}>
              {ACTIONS.filter((each) => each.group === group).map((each) => (
                <option key={each.name} value={each.name}>
                  {each.label}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        <div className={css.fields}>
          <h3>{spec.label}</h3>
          {spec.group === 'destination' && (
            <p className={css.note}>How the destination was started: it holds from the beginning of the run.</p>
          )}
          {spec.parameters.map((parameter) => (
            <Parameter
              key={`${name}.${parameter.name}`}
              spec={parameter}
              value={draft[parameter.name] ?? ''}
              problem={problems.get(parameter.name) ?? null}
              onChange={(value) => change(parameter.name, value)}
            />
          ))}
          <div className={css.end}>
            <Field
              label="Branch"
              value={branch}
              onChange={setBranch}
              problem={tooLong ? `at most ${MAX_BRANCH_NAME} characters` : null}
              wide
            />
            <p className={css.note}>{branch.trim() === '' && `Called "${usual}" when empty.`}</p>
            {told && (
              <p className={css.told} role="alert">
                <Sign severity="warning" /> {told}
              </p>
            )}
            <button
              type="submit"
              className={`${primitives.primary} ${css.submit}`}
              disabled={problems.size > 0 || tooLong}
            >
              Do it here <kbd>Enter</kbd>
            </button>
          </div>
        </div>
      </form>
    </Sheet>
  );
}
