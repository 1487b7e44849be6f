// Trace logs of a real QEMU: choose, drop or paste. What a line lacks is told with file, line and reason; good lines count.
import { useId } from 'react';
import { importFiles } from './import-files.ts';
import { ImportedArm } from './ImportedArm.tsx';
import { labActions, useLab } from './use-lab.ts';
import css from './lab.module.css';

export function Imports() {
  const imported = useLab((state) => state.imported);
  // In the store: it must outlive a look at the run.
  const text = useLab((state) => state.pasted);
  const id = useId();
  return (
    <div className={css.group}>
      <h3>Trace logs</h3>
      <p className={css.note}>
        Of a QEMU started with <code>-trace vmstate_downtime_load</code>, with or without timestamps. Files chosen
        together, and repeats within a file, are samples of one arm. Nothing leaves this machine.
      </p>
      <label htmlFor={`${id}-files`} className={css.command}>
        Choose trace logs…
        <input
          id={`${id}-files`}
          type="file"
          multiple
          className={css.fileInput}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            void importFiles(files);
          }}
        />
      </label>
      <label htmlFor={`${id}-text`} className={css.note}>
        or paste lines
      </label>
      <textarea
        id={`${id}-text`}
        className={css.paste}
        rows={3}
        value={text}
        spellCheck={false}
        onChange={(event) => labActions().setPasted(event.target.value)}
      />
      <button
        type="button"
        className={css.command}
        disabled={text.trim() === ''}
        onClick={() => {
          labActions().importLogs([{ name: `pasted ${imported.length + 1}`, text }]);
          labActions().setPasted('');
        }}
      >
        Import the pasted lines
      </button>
      {imported.map((log) => (
        <ImportedArm key={log.arm.id} log={log} />
      ))}
    </div>
  );
}
