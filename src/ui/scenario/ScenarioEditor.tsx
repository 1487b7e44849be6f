// The scenario editor: presets at the left, every field of the check's table or the same as JSON beside them, what is
// wrong and the ways to run it below. What is typed stays when the sheet is closed.
import { useMemo, useState, type KeyboardEvent } from 'react';
import { PRESETS } from '../../engine/scenario/presets.ts';
import { questionScenario } from '../../engine/scenario/question-names.ts';
import { currentBranch, MAX_BRANCH_NAME } from '../../store/branches/branch-tree.ts';
import { isChanged, SHOWN } from '../../store/scenario-draft/draft-store.ts';
import { useActions, useApp, useAppStore } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { ScrollRegion } from '../primitives/ScrollRegion.tsx';
import { Sheet } from '../primitives/Sheet.tsx';
import { aboutOf, labelOf } from './field-words.ts';
import { Groups } from './Groups.tsx';
import { JsonText } from './JsonText.tsx';
import { Presets } from './Presets.tsx';
import { Problems } from './Problems.tsx';
import { branchNameFor } from './branch-name.ts';
import { draftActions, EditingContext, useChecked, useDraft, type Editing } from './use-draft.ts';
import primitives from '../primitives/primitives.module.css';
import css from './scenario.module.css';

export function ScenarioEditor() {
  const store = useAppStore();
  const shown = useApp((state) => currentBranch(state.branches.present).scenario);
  // Before the first look at the draft: it may have to begin with what is shown.
  useState(() => draftActions().begin(shown));
  const { branchOff, run, setSheet } = useActions();
  const draft = useDraft((state) => state.draft);
  const baseName = useDraft((state) => state.base);
  const tab = useDraft((state) => state.tab);
  const branch = useDraft((state) => state.branch);
  const edited = useDraft(isChanged);
  const replaced = useDraft((state) => state.replaced.length);
  const { check, base, changed } = useChecked();
  const [wanted, setWanted] = useState('');
  const [onlyChanged, setOnlyChanged] = useState(false);
  const [focused, setFocused] = useState('');
  const [busy, setBusy] = useState(false);

  const editing = useMemo<Editing>(() => {
    const marks = new Set(changed);
    const words = wanted.trim().toLowerCase();
    return {
      draft,
      problems: check.problems,
      base,
      changed: marks,
      isBroken: check.brokenAt >= 0,
      shows: (path) =>
        (!onlyChanged || marks.size === 0 || marks.has(path)) &&
        (words === '' || `${path} ${labelOf(path)} ${aboutOf(path)}`.toLowerCase().includes(words)),
    };
  }, [draft, check, base, changed, wanted, onlyChanged]);
  const baseTitle =
    baseName === SHOWN
      ? 'the run that is shown'
      : (PRESETS[baseName]?.name ?? questionScenario(baseName)?.name ?? baseName);
  const { scenario } = check;
  const suggested = useMemo(() => (scenario ? branchNameFor(scenario, shown) : ''), [scenario, shown]);
  const isShown = scenario !== null && JSON.stringify(scenario) === JSON.stringify(shown);
  const tooLong = branch.trim().length > MAX_BRANCH_NAME;

  const start = async (anew: boolean): Promise<void> => {
    if (!scenario || tooLong || busy || (isShown && !anew)) return;
    // The source takes them in the order of the list.
    const interventions = scenario.interventions.toSorted((a, b) => a.at - b.at);
    const wantedRun = { ...scenario, interventions };
    setBusy(true);
    if (anew) await run(wantedRun);
    else await branchOff(wantedRun, branch.trim() || suggested);
    setBusy(false);
    const { document } = store.getState();
    if (document?.kind !== 'run' || JSON.stringify(document.scenario) !== JSON.stringify(wantedRun)) return;
    draftActions().ran(document.scenario);
    setSheet(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void start(false);
  };
  return (
    <Sheet
      title="Scenario"
      wide
      about={
        changed.length === 0
          ? `as ${baseTitle}`
          : `${changed.length} ${changed.length === 1 ? 'field differs' : 'fields differ'} from ${baseTitle}`
      }
    >
      <EditingContext value={editing}>
        <div className={css.editor} onKeyDown={onKeyDown} role="presentation">
          <Presets />
          <div className={css.main}>
            <div className={css.bar}>
              <div className={css.tabs} role="group" aria-label="Form">
                {(['fields', 'json'] as const).map((each) => (
                  <button
                    key={each}
                    type="button"
                    aria-pressed={tab === each}
                    onClick={() => draftActions().setTab(each)}
                  >
                    {each === 'fields' ? 'Fields' : 'JSON'}
                  </button>
                ))}
              </div>
              {tab === 'fields' && (
                <>
                  <input
                    className={css.find}
                    value={wanted}
                    placeholder="Find a field"
                    aria-label="Find a field"
                    data-first
                    onChange={(event) => setWanted(event.target.value)}
                  />
                  <label className={css.only}>
                    <input
                      type="checkbox"
                      checked={onlyChanged}
                      disabled={changed.length === 0}
                      onChange={(event) => setOnlyChanged(event.target.checked)}
                    />
                    changed only
                  </label>
                </>
              )}
              <span className={css.grow} />
              {replaced > 0 && (
                <Button title="What was typed before something else took its place" onPress={draftActions().putBack}>
                  Put back what was typed
                </Button>
              )}
              <Button
                disabled={!edited && changed.length === 0}
                title={`All as in ${baseTitle}`}
                onPress={draftActions().resetAll}
              >
                Reset all
              </Button>
            </div>
            {tab === 'fields' ? (
              <ScrollRegion label="Fields of the scenario" className={css.scroll}>
                <div
                  onFocus={(event) => setFocused(event.target.dataset.path ?? '')}
                  role="presentation"
                  className={check.brokenAt >= 0 ? css.broken : undefined}
                >
                  {check.brokenAt >= 0 && (
                    <p className={css.note}>
                      The JSON is no JSON at the moment. The fields show what it was before, and wait until it is
                      mended.{' '}
                      <button type="button" className={css.link} onClick={() => draftActions().setTab('json')}>
                        Mend it
                      </button>{' '}
                      <button type="button" className={css.link} onClick={() => draftActions().dropJson()}>
                        Go on without that text
                      </button>
                    </p>
                  )}
                  <Groups />
                </div>
              </ScrollRegion>
            ) : (
              <JsonText />
            )}
            <div className={css.foot}>
              <Problems focused={focused} />
              <div className={css.run}>
                <label>
                  <span>Branch</span>
                  <input
                    value={branch}
                    placeholder={isShown ? 'as the run that is shown' : suggested}
                    aria-label="Name of the branch"
                    aria-invalid={tooLong}
                    aria-describedby="scenario-branch-problem"
                    onChange={(event) => draftActions().setBranch(event.target.value)}
                  />
                </label>
                <button
                  type="button"
                  className={primitives.primary}
                  disabled={!scenario || isShown || tooLong || busy}
                  onClick={() => void start(false)}
                >
                  Run as a branch <kbd>Ctrl Enter</kbd>
                </button>
                <Button
                  boxed
                  disabled={!scenario || busy}
                  title="The branches begin anew below it; Ctrl Z brings them back"
                  onPress={() => void start(true)}
                >
                  Run as a new root
                </Button>
                <span id="scenario-branch-problem" className={css.tooLong} aria-live="polite">
                  {tooLong && `A name has at most ${MAX_BRANCH_NAME} characters; this one has ${branch.trim().length}.`}
                </span>
              </div>
            </div>
          </div>
        </div>
      </EditingContext>
    </Sheet>
  );
}
