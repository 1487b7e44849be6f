// Commands of an address: done in their order, each after the one before; what is wrong is told before any is done.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAppStore, type AppStore } from '../../store/app-store.ts';
import { runDocument } from '../../testing/documents.ts';
import { fakeSession } from '../../testing/fake-session.ts';
import './actions.ts';
import { commandsPage } from './commands-page.ts';
import { allActions } from './registry.ts';
import { parseCommands, runCommands } from './run-commands.ts';

const run = runDocument();
const PAGE = 'docs/commands.md';

async function opened(): Promise<AppStore> {
  const store = createAppStore(
    fakeSession({
      run: async (scenario) => {
        await new Promise((resolve) => setTimeout(resolve));
        return { ...run, scenario };
      },
    }),
  );
  await store.getState().run(run.scenario);
  return store;
}

async function told(text: string, part: Partial<ReturnType<AppStore['getState']>> = {}): Promise<string> {
  const store = await opened();
  store.setState(part);
  await runCommands(store, text);
  const { problem, cursor } = store.getState();
  return problem ? `${problem.where}: ${problem.title} ${problem.advice} (${cursor})` : 'fine';
}

describe('commands', () => {
  it('are done one after the other, as often as they say', async () => {
    const store = await opened();
    await runCommands(store, 'step-forward*3,theme-dark,step-back');
    expect(store.getState()).toMatchObject({ cursor: 2, theme: 'dark', problem: null });
    await runCommands(store, 'phase-forward,play');
    const { phases } = run;
    expect(store.getState()).toMatchObject({ playing: true });
    expect(store.getState().time).toBeGreaterThanOrEqual(phases[1]!.start);
  });

  it('wait for a run that the one before began', async () => {
    const store = await opened();
    await runCommands(store, 'strategy,step-forward*2');
    const { document, scenario, cursor } = store.getState();
    expect(document?.kind === 'run' && document.scenario.strategy).toBe(scenario.strategy);
    expect(scenario.strategy).not.toBe(run.scenario.strategy);
    expect(cursor).toBe(2);
  });

  it('that are not known, not for an address, or not to be counted are told, and none is done', async () => {
    expect(await told('step-forward,phase-next')).toBe(
      'command 2 of 2 in the address: There is no command “phase-next”. Is “phase-forward” meant? docs/commands.md lists them. No command was done. (0)',
    );
    expect(await told('xyzzy')).toBe(
      'command 1 of 1 in the address: There is no command “xyzzy”. docs/commands.md lists them. No command was done. (0)',
    );
    expect(await told('save-timeline-svg')).toMatch(/“save-timeline-svg” is not done by an address/);
    expect(await told('open')).toMatch(/needs a person’s press/);
    expect(await told('step-forward*0')).toMatch(/“step-forward\*0” is to be done 0 times/);
    expect(await told('step-forward*')).toMatch(/There is no command “step-forward\*”/);
    expect(await told(Array(101).fill('play').join())).toMatch(/More than 100 commands/);
  });

  it('that make no sense where they come end it there', async () => {
    expect(await told('step-forward,range-zoom,step-forward')).toBe(
      'command 2 of 3 in the address: “range-zoom” cannot be done here: Zoom into the marked stretch. The commands before it were done. (1)',
    );
  });
});

it('every action has an id that an address can hold', () => {
  for (const { id } of allActions())
    expect(parseCommands(id).ok || id).toBe(allActions().find((one) => one.id === id)!.byHand ? id : true);
});

it(`${PAGE} is of these actions (else make it anew: MIGRASCOPE_WRITE_DOCS=1 npx vitest run run-commands)`, () => {
  const page = commandsPage(allActions());
  if (process.env.MIGRASCOPE_WRITE_DOCS) writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});
