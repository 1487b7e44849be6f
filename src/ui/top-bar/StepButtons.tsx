// Stepping and playing: the buttons that the bar of the app and that of a frame have.
import { useActions, useApp } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { Icon } from '../primitives/Icon.tsx';
import css from './TopBar.module.css';

export function StepButtons() {
  const kind = useApp((state) => state.document?.kind ?? null);
  const playing = useApp((state) => state.playing);
  const actions = useActions();
  return (
    <div className={css.group} role="toolbar" aria-label="Step">
      <Button
        icon
        label="To the first"
        title="To the first (Home)"
        disabled={!kind}
        onPress={() => actions.stepToEnd(-1)}
      >
        <Icon name="first" />
      </Button>
      <Button icon label="Step back" title="Step back (←)" disabled={!kind} onPress={() => actions.step(-1)}>
        <Icon name="back" />
      </Button>
      {kind === 'run' && (
        <Button
          icon
          label={playing ? 'Pause' : 'Play'}
          title={playing ? 'Pause (Space)' : 'Play (Space)'}
          pressed={playing}
          onPress={() => actions.setPlaying(!playing)}
        >
          <Icon name={playing ? 'pause' : 'play'} />
        </Button>
      )}
      <Button icon label="Step forward" title="Step forward (→)" disabled={!kind} onPress={() => actions.step(1)}>
        <Icon name="forward" />
      </Button>
      <Button icon label="To the last" title="To the last (End)" disabled={!kind} onPress={() => actions.stepToEnd(1)}>
        <Icon name="last" />
      </Button>
    </div>
  );
}
