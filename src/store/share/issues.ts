// Words for what valibot finds: the path in the JSON, then what is wrong there.
import { getDotPath, type BaseIssue } from 'valibot';

/** The first issue as a message with its path; `root` names the whole. */
export function firstIssue(issues: readonly BaseIssue<unknown>[], root: string): { message: string; where: string } {
  const [issue] = issues;
  const where = (issue && getDotPath(issue)) ?? root;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return { message: `${where}: ${issue?.message ?? 'is not right'}${more}`, where };
}
