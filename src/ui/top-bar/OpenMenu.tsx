// What is open, and the menu to open something else: the default run, a file, a bundled sample.
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { formatBytes } from '../../engine/bytes/text.ts';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import { useActions, useApp } from '../app/use-app.ts';
import type { Theme } from '../../store/app-store.ts';
import { Icon } from '../primitives/Icon.tsx';
import { Select } from '../primitives/Select.tsx';
import css from './TopBar.module.css';

interface Sample {
  readonly file: string;
  readonly title: string;
  readonly origin: string;
  readonly bytes: number;
}

export function OpenMenu() {
  const name = useApp((state) => state.document?.name ?? state.scenario.name);
  const theme = useApp((state) => state.theme);
  const [open, setOpen] = useState(false);
  const [samples, setSamples] = useState<readonly Sample[] | 'absent' | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const actions = useActions();
  useEffect(() => {
    if (!open || samples) return;
    fetch('samples/samples.json')
      .then((response) => response.json() as Promise<readonly Sample[]>)
      .then(setSamples, () => setSamples('absent'));
  }, [open, samples]);
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', outside);
    return () => window.removeEventListener('pointerdown', outside);
  }, [open]);
  /** Closed by key or by a choice, the menu gives the focus back to its button. */
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  const choose = (job: () => void): void => {
    close();
    job();
  };
  const move = (event: KeyboardEvent): void => {
    if (!open) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const items = [...(box.current?.querySelectorAll('button') ?? [])];
      const at = items.findIndex((item) => item === document.activeElement);
      items[Math.max(0, Math.min(items.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={box}
      className={css.menu}
      onKeyDown={move}
      onBlur={(event) => {
        const to = event.relatedTarget;
        if (open && to && !event.currentTarget.contains(to)) setOpen(false);
      }}
      role="presentation"
    >
      <button
        ref={opener}
        type="button"
        className={css.opener}
        aria-expanded={open}
        aria-haspopup="true"
        onClick={() => setOpen(!open)}
        title={`${name}: open a run, a file or a sample`}
      >
        <span className={css.name}>{name}</span> <Icon name="caret" />
      </button>
      <input
        ref={input}
        id="open-file"
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Open a stream file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void actions.openFile(file);
        }}
      />
      {open && (
        <div className={css.list}>
          <button type="button" onClick={() => choose(() => void actions.run(DEFAULT_SCENARIO))}>
            {DEFAULT_SCENARIO.name} <small>a run of the engine, from its scenario</small>
          </button>
          <button type="button" onClick={() => choose(() => actions.setSheet('scenario'))}>
            Scenario: presets and every field…{' '}
            <small>n · change what is run: machine, NICs, link, workload, cost</small>
          </button>
          <button type="button" onClick={() => choose(() => input.current?.click())}>
            Open a stream file… <small>Ctrl O, or drop it on the page; it never leaves this machine</small>
          </button>
          <button type="button" onClick={() => choose(() => actions.setSheet('lab'))}>
            Lab <small>load times compared over many runs: modelled, measured, imported</small>
          </button>
          <div className={css.heading}>Written by a real QEMU</div>
          {samples === 'absent' && <div className={css.heading}>samples/samples.json could not be loaded</div>}
          {Array.isArray(samples) &&
            samples.map((sample: Sample) => (
              <button
                key={sample.file}
                type="button"
                onClick={() => choose(() => void actions.openSample(sample.file))}
              >
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
      )}
    </div>
  );
}
