// Told while the page is not cross-origin isolated: what is different then, why, and what whoever hosts the page can do.
import { useState } from 'react';
import { Button } from '../primitives/Button.tsx';
import { Icon } from '../primitives/Icon.tsx';
import { Sign } from '../primitives/Sign.tsx';
import css from './OneThread.module.css';

const IS_FRAME = window.parent !== window;

export function OneThread() {
  const [isOpen, setOpen] = useState(false);
  const [isShown, setShown] = useState(true);
  if (!isShown) return null;
  return (
    <section className={css.notice} aria-label="One thread" data-testid="one-thread">
      <div className={css.line}>
        <Sign severity="warning" />
        <span>
          <b>This {IS_FRAME ? 'frame' : 'page'} is not cross-origin isolated, so it works in one thread.</b> Every byte
          and every time is the same; large guests take longer and more memory.
        </span>
        <span className={css.grow} />
        <Button boxed pressed={isOpen} onPress={() => setOpen(!isOpen)}>
          Why, and what to do
        </Button>
        <Button icon label="Dismiss" onPress={() => setShown(false)}>
          <Icon name="close" />
        </Button>
      </div>
      {isOpen && (
        <div className={css.why}>
          <p>
            Source and destination run in two threads that share memory. Browsers allow that only to pages that are
            isolated from others, and{' '}
            {IS_FRAME
              ? 'a frame is isolated only when the page around it is and allows it.'
              : 'this page was served without the two headers that say so.'}
          </p>
          <ul>
            {IS_FRAME && (
              <li>
                The page around this frame must be sent with
                <pre>{'Cross-Origin-Opener-Policy: same-origin\nCross-Origin-Embedder-Policy: require-corp'}</pre> and
                hold it as <code>{'<iframe allow="cross-origin-isolated" …>'}</code>.
              </li>
            )}
            <li>
              On your own machine: run <code>npm start</code> and open the address it prints.
            </li>
            <li>
              On a server: send these headers with every file.
              <pre>{'Cross-Origin-Opener-Policy: same-origin\nCross-Origin-Embedder-Policy: require-corp'}</pre>
            </li>
            <li>Over the network, serve by https: browsers do not isolate plain http pages, except on localhost.</li>
            <li>
              {IS_FRAME
                ? 'Else open it in a tab of its own.'
                : 'In a frame: the page around it must be isolated too, and allow it with allow="cross-origin-isolated".'}
            </li>
          </ul>
        </div>
      )}
    </section>
  );
}
