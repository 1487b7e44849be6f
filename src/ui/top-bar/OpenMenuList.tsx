// The list of the open menu: the default run, the scenario editor, a file, the lab, samples, what can be saved, the theme.
import { useEffect, useState } from 'react';
import { formatBytes } from '../../engine/bytes/text.ts';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import type { Theme } from '../../store/app-store.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Select } from '../primitives/Select.tsx';
import css from './TopBar.module.css';

interface Sample {
  readonly file: string;
  readonly title: string;
  readonly origin: string;
  readonly bytes: number;
}

interface Props {
  /** Closes the menu, then does it. */
  readonly choose: (job: () => void) => void;
  readonly chooseFile: () => void;
}

/** Read once in the life of the page. */
let known: readonly Sample[] | null = null;

export function OpenMenuList({ choose, chooseFile }: Props) {
  const theme = useApp((state) => state.theme);
  const [samples, setSamples] = useState<readonly Sample[] | 'absent' | null>(known);
  const actions = useActions();
  useEffect(() => {
    if (known) return;
    fetch('samples/samples.json')
      .then((response) => response.json() as Promise<readonly Sample[]>)
      .then(
        (list) => setSamples((known = list)),
        () => setSamples('absent'),
      );
  }, []);
  return (
    <div className={css.list}>
      <button type="button" onClick={() => choose(() => void actions.run(DEFAULT_SCENARIO))}>
        {DEFAULT_SCENARIO.name} <small>a run of the engine, from its scenario</small>
      </button>
      <button type="button" onClick={() => choose(() => actions.setSheet('scenario'))}>
        Scenario: presets and every field… <small>n · change what is run: machine, NICs, link, workload, cost</small>
      </button>
      <button type="button" onClick={() => choose(() => chooseFile())}>
        Open a stream file… <small>Ctrl O, or drop it on the page; it never leaves this machine</small>
      </button>
      <button type="button" onClick={() => choose(() => actions.setSheet('lab'))}>
        Lab <small>load times compared over many runs: modelled, measured, imported</small>
      </button>
      <div className={css.heading}>Written by a real QEMU</div>
      {samples === 'absent' && <div className={css.heading}>samples/samples.json could not be loaded</div>}
      {Array.isArray(samples) &&
        samples.map((sample: Sample) => (
          <button key={sample.file} type="button" onClick={() => choose(() => void actions.openSample(sample.file))}>
            {sample.title}
            <small>
              {sample.file.replace('.gz', '')} · {formatBytes(sample.bytes)} · {sample.origin}
            </small>
          </button>
        ))}
      <button type="button" onClick={() => choose(() => actions.setSheet('share'))}>
        Share or save… <small>a link, the scenario, the session, stream and events as files</small>
      </button>
      <div className={css.theme}>
        <span className="dim">Theme</span>
        <Select<Theme>
          label="Theme"
          value={theme}
          options={[
            { value: 'system', text: 'as the system' },
            { value: 'light', text: 'light' },
            { value: 'dark', text: 'dark' },
          ]}
          onChange={actions.setTheme}
        />
      </div>
    </div>
  );
}
