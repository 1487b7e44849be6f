// What to call a branch whose scenario was edited: what it has that the one it hangs below does not.
import type { Scenario } from '../../engine/scenario/scenario.ts';
import { MAX_BRANCH_NAME } from '../../store/branches/branch-tree.ts';
import { changedPaths, draftOf, linesOf } from '../../store/scenario-draft/draft.ts';
import { valueAt } from '../../store/scenario-draft/json-tree.ts';
import { textOfValue } from '../../store/scenario-draft/typed-value.ts';
import { emptyOf, labelOf } from './field-words.ts';
import { readback } from './readback.ts';

const MOST = 3;

export function branchNameFor(scenario: Scenario, parent: Scenario): string {
  const { value } = draftOf(scenario);
  const specs = new Map(linesOf(value).map(({ path, spec }) => [path, spec]));
  const changed = changedPaths(value, draftOf(parent).value);
  if (changed.includes('name')) return scenario.name.slice(0, MAX_BRANCH_NAME);
  const words = changed.map((path) => {
    const spec = specs.get(path);
    const now = valueAt(value, path);
    const unit = spec?.kind === 'whole' ? spec.unit : '';
    const said = typeof now === 'boolean' ? (now ? 'on' : 'off') : readback(now, unit) || `${textOfValue(now)} ${unit}`;
    return `${labelOf(path)} ${said.trim() || emptyOf(path)}`;
  });
  const more = words.length > MOST ? ` and ${words.length - MOST} more` : '';
  const name = words.slice(0, MOST).join(', ') + more;
  return name.length > MAX_BRANCH_NAME
    ? `${words[0]!.slice(0, 50)} and ${words.length - 1} more`
    : name || scenario.name;
}
