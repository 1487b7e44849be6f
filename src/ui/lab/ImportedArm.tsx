// An imported arm: its name, what was taken of its lines, and the lines that cannot be read.
import { groupThousands } from '../../engine/bytes/text.ts';
import type { ImportedLog } from '../../engine/lab/trace-log.ts';
import { labActions } from './use-lab.ts';
import css from './lab.module.css';

const SHOWN_PROBLEMS = 20;

export function ImportedArm({ log: { arm, lines, taken, others, problems } }: { readonly log: ImportedLog }) {
  return (
    <div className={css.imported}>
      <input
        className={css.armName}
        aria-label="Name of the arm"
        value={arm.label}
        onChange={(event) => labActions().renameImport(arm.id, event.target.value)}
      />
      <button type="button" className={css.link} onClick={() => labActions().removeImport(arm.id)}>
        Remove
      </button>
      <p>
        {groupThousands(lines)} lines: {groupThousands(taken)} loads in {groupThousands(arm.runs)}{' '}
        {arm.runs === 1 ? 'run' : 'runs'}, {groupThousands(others)} of other events, {groupThousands(problems.length)}{' '}
        that cannot be read
      </p>
      {problems.length > 0 && (
        <ul className={css.problems} aria-label="Lines that cannot be read">
          {problems.slice(0, SHOWN_PROBLEMS).map(({ file, line, reason, text }) => (
            <li key={`${file} ${line}`}>
              {file}, line {line}: {reason}. <code>{text.trim()}</code>
            </li>
          ))}
          {problems.length > SHOWN_PROBLEMS && <li>and {groupThousands(problems.length - SHOWN_PROBLEMS)} more</li>}
        </ul>
      )}
    </div>
  );
}
