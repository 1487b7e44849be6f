// What is open, and the menu to open something else: the default run, a file, a bundled sample.
import { useEffect, useRef, useState } from 'react';
import { formatBytes } from '../../engine/bytes/text.ts';
import { DEFAULT_SCENARIO } from '../../engine/scenario/presets.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Icon } from '../primitives/Icon.tsx';
import css from './TopBar.module.css';

interface Sample {
  readonly file: string;
  readonly title: string;
  readonly origin: string;
  readonly bytes: number;
}

export function OpenMenu() {
  const name = useApp((state) => state.document?.name ?? state.scenario.name);
  const [open, setOpen] = useState(false);
  const [samples, setSamples] = useState<readonly Sample[] | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const actions = useActions();
  useEffect(() => {
    if (!open || samples) return;
    fetch('samples/samples.json')
      .then((response) => response.json() as Promise<readonly Sample[]>)
      .then(setSamples, () => setSamples([]));
  }, [open, samples]);
  useEffect(() => {
    if (!open) return undefined;
    const close = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', close);
    return () => window.removeEventListener('pointerdown', close);
  }, [open]);
  const choose = (job: () => void) => () => {
    setOpen(false);
    job();
  };
  const pick = (): void => {
    setOpen(false);
    input.current?.click();
  };
  return (
    <div
      ref={box}
      className={css.menu}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        event.stopPropagation();
      }}
      role="presentation"
    >
      <button
        type="button"
        className={css.opener}
        aria-expanded={open}
        aria-haspopup="true"
        onClick={() => setOpen(!open)}
        title="Open a run, a file or a sample"
      >
        {name} <Icon name="caret" />
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
          <button type="button" onClick={choose(() => void actions.run(DEFAULT_SCENARIO))}>
            {DEFAULT_SCENARIO.name} <small>a run of the engine, from its scenario</small>
          </button>
          <button type="button" onClick={pick}>
            Open a stream file… <small>Ctrl O, or drop it on the page; it never leaves this machine</small>
          </button>
          <div className={css.heading}>Written by a real QEMU</div>
          {samples?.map((sample) => (
            <button key={sample.file} type="button" onClick={choose(() => void actions.openSample(sample.file))}>
              {sample.title}
              <small>
                {sample.file.replace('.gz', '')} · {formatBytes(sample.bytes)} · {sample.origin}
              </small>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
