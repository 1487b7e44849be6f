// The 40 px bar: what is open, how it ran, stepping and playing, where in virtual time the cursor stands.
import { STRATEGIES, strategyText, type Strategy } from '../../engine/scenario/scenario.ts';
import { STEP_SIZES, type StepSize } from '../../store/cursor.ts';
import { SPEEDS } from '../../store/app-store.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { Icon } from '../primitives/Icon.tsx';
import { Select } from '../primitives/Select.tsx';
import { OpenMenu } from './OpenMenu.tsx';
import { StepButtons } from './StepButtons.tsx';
import { TimeReadout } from './TimeReadout.tsx';
import css from './TopBar.module.css';

const speedText = (speed: number): string => (speed < 1 ? `1/${Math.round(1 / speed)}×` : `${speed}×`);

export function TopBar() {
  const strategy = useApp((state) => state.scenario.strategy);
  const kind = useApp((state) => state.document?.kind ?? null);
  const stepSize = useApp((state) => state.stepSize);
  const speed = useApp((state) => state.speed);
  const help = useApp((state) => state.help);
  const palette = useApp((state) => state.palette);
  const sheet = useApp((state) => state.sheet);
  const breaks = useApp((state) => state.breakpoints.length);
  const actions = useActions();
  const isLab = sheet === 'lab';
  const isRun = kind === 'run' && !isLab;
  return (
    <header className={css.bar}>
      <h1 className={css.brand}>
        <svg
          width="16"
          height="16"
          viewBox="0 0 16 16"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          aria-hidden="true"
        >
          <path d="M1 4h9M1 8h14M6 12h9" />
        </svg>
        <span className={css.brandText}>Migrascope</span>
      </h1>
      <OpenMenu />
      {!isLab && (
        <span className={css.wide}>
          <Button
            icon
            label="Scenario"
            title="Presets and every field of the scenario (n)"
            pressed={sheet === 'scenario'}
            onPress={() => actions.setSheet(sheet === 'scenario' ? null : 'scenario')}
          >
            <Icon name="sliders" />
          </Button>
        </span>
      )}
      {isRun && (
        <span className={css.roomy}>
          <Select<Strategy>
            label="Strategy"
            prefix="Strategy"
            boxed
            value={strategy}
            options={STRATEGIES.map((value) => ({ value, text: strategyText(value) }))}
            onChange={(value) => void actions.setStrategy(value)}
          />
        </span>
      )}
      <span className={isLab ? css.group : css.wide}>
        <Button
          label="Lab"
          title="Load times compared over many runs"
          pressed={isLab}
          onPress={() => actions.setSheet(isLab ? null : 'lab')}
        >
          {isLab ? 'Back to the run' : 'Lab'}
        </Button>
      </span>
      {!isLab && <span className={css.separator} />}
      {!isLab && <StepButtons />}
      {isRun && (
        <>
          <Select<StepSize>
            label="Step size"
            value={stepSize}
            options={STEP_SIZES.map((value) => ({ value, text: value }))}
            onChange={actions.setStepSize}
          />
          <span className={css.wide}>
            <Select
              label="Speed of play, virtual time per real time"
              value={String(speed)}
              options={SPEEDS.map((value) => ({ value: String(value), text: speedText(value) }))}
              onChange={(value) => actions.setSpeed(Number(value))}
            />
          </span>
        </>
      )}
      <span className={css.separator} />
      {!isLab && <TimeReadout />}
      <span className={css.grow} />
      {isRun && (
        <span className={css.wide}>
          <Button
            title="Breakpoints (b sets one here)"
            pressed={sheet === 'break'}
            onPress={() => actions.setSheet(sheet === 'break' ? null : 'break')}
          >
            Break {breaks > 0 && <span className="dim">{breaks}</span>}
          </Button>
        </span>
      )}
      <span className={css.wide}>
        <Button
          title="Compare with a branch, a strategy, a file, or the two sides (c)"
          disabled={!kind}
          pressed={sheet === 'compare'}
          onPress={() => actions.setSheet(sheet === 'compare' ? null : 'compare')}
        >
          Compare
        </Button>
      </span>
      <span className={css.wide}>
        <Button
          title="Copy a link, save scenario, session, stream, events, log"
          pressed={sheet === 'share'}
          onPress={() => actions.setSheet(sheet === 'share' ? null : 'share')}
        >
          Share
        </Button>
      </span>
      <Button
        label="Command palette"
        title="Command palette (Ctrl K)"
        pressed={palette}
        onPress={() => actions.setPalette(!palette)}
      >
        <kbd className={css.key}>Ctrl K</kbd>
      </Button>
      <Button icon label="Keys" title="Keys (?)" pressed={help} onPress={() => actions.setHelp(!help)}>
        ?
      </Button>
    </header>
  );
}
