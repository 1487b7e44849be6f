// The first line of an explanation: the name, what it is, and where it is written.
import type { Explanation } from './explain/look-up.ts';

export function ExplainHead({ name, explanation }: { readonly name: string; readonly explanation: Explanation }) {
  const { what, where } = explanation;
  return (
    <>
      <b>{name}</b>{' '}
      <span className="dim">
        {what}
        {where && (
          <>
            {' · '}
            <code>{where}</code>
          </>
        )}
      </span>
      <br />
    </>
  );
}
