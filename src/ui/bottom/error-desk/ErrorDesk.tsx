// The error desk: lines of QEMU's output in, and for each the check that fired, what usually causes it, the place in the
// open stream, and a scenario that does the same. What was pasted stays.
import { hex } from '../../../engine/bytes/text.ts';
import type { OpenDocument } from '../../../store/documents.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { ScrollRegion } from '../../primitives/ScrollRegion.tsx';
import { Sign } from '../../primitives/Sign.tsx';
import { analyse, KNOWN_ERRORS, placeOf, type Reading } from './analyse.ts';
import { REPRODUCTIONS } from './reproductions.ts';
import css from './error-desk.module.css';

export function ErrorDesk() {
  const text = useApp((state) => state.errorText);
  const document = useApp((state) => state.document);
  const { setErrorText } = useActions();
  const readings = analyse(text);
  const unknown = readings.filter(({ error }) => !error).length;
  // Where there is room for one only, it is the one to look at.
  const ordered = [...readings.filter(({ isCause }) => isCause), ...readings.filter(({ isCause }) => !isCause)];
  return (
    <div className={css.desk}>
      <label className={css.paste}>
        <span className="visually-hidden">Lines of QEMU’s output</span>
        <textarea
          id="error-text"
          className="mono"
          value={text}
          spellCheck={false}
          placeholder={`Paste what QEMU printed.
${KNOWN_ERRORS.length} messages of 7.2 to 10.2 are known.`}
          aria-describedby="error-says"
          onChange={(event) => setErrorText(event.target.value)}
        />
        <span id="error-says" className={unknown === 0 ? 'visually-hidden' : css.says} role="status">
          {readings.length === 0
            ? `Paste what QEMU printed: ${KNOWN_ERRORS.length} messages of 7.2 to 10.2 are known`
            : unknown === 0
              ? `${readings.length} known`
              : unknown === readings.length
                ? 'None of these lines is a message that is known'
                : `${readings.length - unknown} known, ${unknown} not`}
        </span>
      </label>
      <ScrollRegion label="What the lines mean" className={css.readings}>
        {readings.length === 0 && (
          <p className={css.empty}>
            For each line: the check that fired, what usually causes it, its place in the open stream, and a scenario
            that ends so.
          </p>
        )}
        <ol>
          {ordered.map((reading) => (
            <Said key={`${reading.line} ${reading.message}`} reading={reading} document={document} />
          ))}
        </ol>
      </ScrollRegion>
    </div>
  );
}

function Said({ reading, document }: { readonly reading: Reading; readonly document: OpenDocument | null }) {
  const { selectBytes, run } = useActions();
  const { error, message, isCause } = reading;
  if (!error) {
    return (
      <li className={css.reading}>
        <Sign severity="note" />
        <p>
          <span className="mono">{message}</span> <span className="dim">No message that is known here.</span>
        </p>
      </li>
    );
  }
  const at = placeOf(reading, document);
  const again = REPRODUCTIONS[error.id]!;
  const severity = isCause && !error.harmless ? 'error' : error.harmless ? 'note' : 'warning';
  const rank = error.harmless
    ? 'harmless'
    : isCause
      ? 'the line to look at'
      : error.secondary
        ? 'follows from it'
        : 'also';
  return (
    <li className={css.reading} data-testid="error-reading">
      <Sign severity={severity} />
      <div>
        <p>
          <b>{error.check}</b> <span className="dim">{rank}</span>
        </p>
        <p className={css.ways}>
          {at >= 0 && (
            <button type="button" onClick={() => selectBytes(at, at + 1, 'diagnostics')}>
              Show it at {hex(at, 6)}
            </button>
          )}
          {'scenario' in again ? (
            <button type="button" onClick={() => void run(again.scenario())}>
              Run a scenario that ends so
            </button>
          ) : (
            <span className="dim">No scenario ends so. {again.none}</span>
          )}
        </p>
        <p>{error.cause}</p>
        <p className={css.message} title={message}>
          {message}
        </p>
        <p className="dim">
          <code>{error.where}</code>
        </p>
      </div>
    </li>
  );
}
