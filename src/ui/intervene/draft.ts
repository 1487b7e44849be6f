// What is typed into the form of an action, as text, and the action that it makes. Pure.
import type { Action } from '../../engine/scenario/action-groups.ts';
import { parameterProblem, type ActionSpec, type ParameterSpec } from '../../engine/scenario/actions.ts';

export type Draft = Readonly<Record<string, string | boolean>>;

export function draftOf(spec: ActionSpec): Draft {
  return Object.fromEntries(
    spec.parameters.map(({ name, kind, initial }) => [name, kind === 'switch' ? initial : String(initial)]),
  );
}

const WHOLE = /^-?\d+$/;

/** The value that a text stands for; digits may be grouped by spaces, commas or underscores. */
function valueOf({ kind }: ParameterSpec, typed: string | boolean): string | number | boolean {
  if (kind !== 'whole' || typeof typed !== 'string') return typed;
  const digits = typed.trim().replaceAll(/(?<=\d)[\s,_](?=\d)/g, '');
  return WHOLE.test(digits) ? Number(digits) : typed;
}

export interface Drafted {
  readonly action: Action;
  /** By parameter's name; empty when the action is in order. */
  readonly problems: ReadonlyMap<string, string>;
}

export function readDraft(spec: ActionSpec, draft: Draft): Drafted {
  const problems = new Map<string, string>();
  const values: Record<string, string | number | boolean> = {};
  for (const parameter of spec.parameters) {
    const value = valueOf(parameter, draft[parameter.name] ?? '');
    const problem = parameterProblem(parameter, value);
    if (problem) problems.set(parameter.name, problem);
    values[parameter.name] = value;
  }
  return { action: { do: spec.name, ...values }, problems };
}
