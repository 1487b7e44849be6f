// The fields of a scenario in groups, made from the check's table alone: objects are groups, lists of objects are a group
// for each entry, and what is one line is a line.
import { SCENARIO_FIELDS } from '../../engine/scenario/check.ts';
import { isLine } from '../../store/scenario-draft/draft.ts';
import { Box } from './Box.tsx';
import { Group } from './Group.tsx';
import { Line } from './Line.tsx';
import css from './scenario.module.css';

const ROOT = SCENARIO_FIELDS.kind === 'object' ? Object.entries(SCENARIO_FIELDS.fields) : [];

export function Groups() {
  const own = ROOT.filter(([key, spec]) => key !== 'version' && isLine(spec));
  return (
    <div className={css.groups}>
      <Box title="Scenario" paths={own.map(([key]) => key)}>
        {own.map(([key, spec]) => (
          <Line key={key} path={key} spec={spec} />
        ))}
      </Box>
      {ROOT.filter(([, spec]) => !isLine(spec)).map(([key, spec]) => (
        <Group key={key} path={key} spec={spec} boxed />
      ))}
    </div>
  );
}
