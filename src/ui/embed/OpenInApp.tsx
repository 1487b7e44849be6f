// The way from a frame to the whole app, in a tab of its own, at the place where the frame stands.
import { useEffect, useState } from 'react';
import { sharedLink, sharedView } from '../share/address.ts';
import { useAppStore } from '../app/use-app.ts';
import css from './embed.module.css';

/** Stepping makes no link for each step, ms. */
const SETTLES_AFTER = 100;

export function OpenInApp() {
  const store = useAppStore();
  const [href, setHref] = useState(location.pathname);
  useEffect(() => {
    let timer = 0;
    let isGone = false;
    const make = async (): Promise<void> => {
      const view = sharedView(store.getState());
      const fragment = view ? (await sharedLink(view)).fragment : '';
      if (!isGone) setHref(`${location.pathname}${fragment}`);
    };
    const later = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void make(), SETTLES_AFTER);
    };
    later();
    const unsubscribe = store.subscribe((state) => {
      if (!state.playing) later();
    });
    return () => {
      isGone = true;
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store]);
  return (
    <a className={css.open} href={href} target="_blank" rel="noopener" title="The whole app, at this place, in a tab">
      Open in Migrascope
    </a>
  );
}
