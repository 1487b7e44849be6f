// Commands in the address: the ids of the one list of actions, one after the other, each when the one before has come to its
// end. They are looked at before the first is done: what is not known, or needs a person's press, is told and nothing is
// done.
import type { AppStore } from '../../store/app-store.ts';
import type { Problem } from '../../store/session-types.ts';
import '../bottom/bottom-actions.ts';
import '../stream/stream-actions.ts';
import '../timeline/lane-actions.ts';
import '../timeline/range-actions.ts';
import { rank } from './rank.ts';
import { allActions, type Action } from './registry.ts';

const MOST_TIMES = 10_000;
const MOST_COMMANDS = 100;

export type Commands =
  | { readonly ok: true; readonly steps: readonly { readonly action: Action; readonly times: number }[] }
  | { readonly ok: false; readonly problem: Problem };

/** `phase-forward*2,play`: ids, each with how many times. */
export function parseCommands(text: string): Commands {
  const words = text.split(',').map((word) => word.trim());
  const steps: { action: Action; times: number }[] = [];
  for (const [i, word] of words.entries()) {
    const where = `command ${i + 1} of ${words.length} in the address`;
    const wrong = (title: string, advice: string): Commands => ({
      ok: false,
      problem: { title, where, advice: `${advice} No command was done.` },
    });
    if (words.length > MOST_COMMANDS) return wrong(`More than ${MOST_COMMANDS} commands.`, 'A link does fewer.');
    const [, id = '', count = '1'] = /^([a-z0-9-]+)(?:\*(\d{1,5}))?$/.exec(word) ?? [];
    const action = allActions().find((one) => one.id === id);
    if (!action) return wrong(`There is no command “${word}”.`, `${nearest(word)}docs/commands.md lists them.`);
    if (action.byHand)
      return wrong(`“${id}” is not done by an address: it needs a person’s press.`, 'Leave it out of the address.');
    const times = Number(count);
    if (times < 1 || times > MOST_TIMES)
      return wrong(`“${word}” is to be done ${count} times.`, `Write a number from 1 to ${MOST_TIMES}.`);
    steps.push({ action, times });
  }
  return { ok: true, steps };
}

function nearest(word: string): string {
  const [best] = rank(allActions(), word.replace(/\*.*/, '').replaceAll(/[^a-z0-9]+/gi, ' '));
  return best ? `Is “${best.id}” meant? ` : '';
}

/** Does them; a command that makes no sense where it comes ends it with a message. */
export async function runCommands(store: AppStore, text: string): Promise<void> {
  const commands = parseCommands(text);
  if (!commands.ok) return store.setState({ problem: commands.problem });
  for (const [i, { action, times }] of commands.steps.entries()) {
    for (let done = 0; done < times; done++) {
      if (!(await isSettled(store))) return;
      const state = store.getState();
      if (!action.enabled(state)) {
        const title = `“${action.id}” cannot be done here: ${action.label}.`;
        const where = `command ${i + 1} of ${commands.steps.length} in the address`;
        return store.setState({ problem: { title, where, advice: 'The commands before it were done.' } });
      }
      action.run(state);
    }
  }
}

/** Resolves when what is shown is what was asked for; false when that came to nothing. */
function isSettled(store: AppStore): Promise<boolean> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const { document, scenario, work, problem } = store.getState();
      const isShown = document?.kind === 'file' || (document?.kind === 'run' && document.scenario === scenario);
      if (work !== null || (!isShown && problem === null)) return false;
      resolve(problem === null);
      return true;
    };
    if (look()) return;
    const unsubscribe = store.subscribe(() => {
      if (look()) unsubscribe();
    });
  });
}
