// docs/commands.md as text: every action with its id, for addresses that begin with commands.
import { ACTION_GROUPS, type Action } from './registry.ts';

const HEAD = `# Commands

What an address can do at its start (\`#do=phase-forward*2,play\`, docs/formats.md): the ids of the actions that palette, menus
and keys have. Those marked ✋ need a person's press and are refused there. Made from the list of actions, whose test compares.

| id | what it does | key |
| --- | --- | --- |
`;

export function commandsPage(actions: readonly Action[]): string {
  const rows = ACTION_GROUPS.flatMap((group) => actions.filter((action) => action.group === group)).map(
    ({ id, label, shown, byHand }) => `| \`${id}\`${byHand ? ' ✋' : ''} | ${label} | ${shown ? `\`${shown}\`` : ''} |`,
  );
  return `${HEAD}${rows.join('\n')}\n`;
}
