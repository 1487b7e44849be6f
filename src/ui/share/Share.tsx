// Share and save: the link with what it holds, and every form in which what is open can be kept.
import { useEffect, useState } from 'react';
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import { MAX_TITLE, SAFE_LENGTH, type SharedView } from '../../store/share/link.ts';
import { useActions, useApp, useAppParts, useAppStore } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { Sheet } from '../primitives/Sheet.tsx';
import { sharedLink, sharedView } from './address.ts';
import { saveWork, type SaveKind } from './save-work.ts';
import css from './share.module.css';

interface Row {
  readonly kind: SaveKind;
  readonly label: string;
  readonly about: string;
  readonly runOnly: boolean;
  /** Offered while bytes are selected. */
  readonly selected?: true;
}

const ROWS: readonly Row[] = [
  { kind: 'scenario', label: 'Scenario', about: 'JSON: the run is a pure function of it', runOnly: true },
  { kind: 'session', label: 'Session', about: 'JSON: all branches with notes, bookmarks, breakpoints', runOnly: true },
  { kind: 'stream', label: 'Stream', about: '.bin: the bytes, as migrate to a file writes them', runOnly: false },
  {
    kind: 'hex',
    label: 'Annotated hex',
    about: 'text: offset, bytes, field with its value, indented as the tree; guest pages are folded',
    runOnly: false,
  },
  { kind: 'hex-frame', label: 'Hex of the frame', about: 'the one that is selected', runOnly: false, selected: true },
  { kind: 'hex-selection', label: 'Hex of the bytes', about: 'those selected', runOnly: false, selected: true },
  { kind: 'ksy', label: 'Kaitai Struct', about: '.ksy: the schema of this stream for other programs', runOnly: false },
  { kind: 'hexpat', label: 'ImHex pattern', about: '.hexpat: the same for the hex editor ImHex', runOnly: false },
  { kind: 'events-csv', label: 'Events, CSV', about: 'both sides in the order of virtual time', runOnly: true },
  { kind: 'events-json', label: 'Events, JSON', about: 'the same as a list of objects', runOnly: true },
  {
    kind: 'pcap',
    label: 'Packets',
    about: "pcapng: what the guest's drivers sent and received, both sides",
    runOnly: true,
  },
  { kind: 'trace', label: 'Trace log', about: "the run in the text of QEMU's tracepoints", runOnly: true },
];

/** In words, what a link holds. */
function holds(view: SharedView, events: number): string {
  const { scenario, branch, cursor, selection, nic, queue, layout, range, zoom, lanes, bookmarks } = view;
  const notes = bookmarks.length;
  const { length } = scenario.interventions;
  return [
    `scenario "${scenario.name}"${length > 0 ? ` with ${length} intervention${length > 1 ? 's' : ''}` : ''}`,
    ...(branch ? [`branch "${branch}"`] : []),
    `event ${groupThousands(cursor + 1)} of ${groupThousands(events)}`,
    ...(selection ? [`bytes ${hex(selection[0])} to ${hex(selection[1] - 1)}`] : []),
    ...(nic > 0 ? [`NIC ${nic}`] : []),
    ...(queue > 0 ? [`queue ${queue}`] : []),
    ...(Object.keys(layout).length > 0 ? ['sizes of the panels'] : []),
    ...(lanes.length > 0 ? ['lanes of the timeline'] : []),
    ...(zoom.length > 0 ? ['what is zoomed into'] : []),
    ...(range ? ['the marked stretch'] : []),
    ...(notes > 0 ? [`${notes} note${notes > 1 ? 's' : ''}`] : []),
  ].join(', ');
}

const frameHtml = (link: string): string =>
  `<iframe src="${link}&embed" width="1000" height="560" title="Migrascope" allow="cross-origin-isolated; clipboard-write"></iframe>`;

export function Share() {
  const store = useAppStore();
  const isRun = useApp((state) => state.document?.kind === 'run');
  const events = useApp((state) => (state.document?.kind === 'run' ? state.document.timeline.heads.length : 0));
  const place = useApp(
    (state) => `${state.cursor} ${state.selection?.start} ${state.selection?.end} ${state.nic} ${state.queue}`,
  );
  const title = useApp((state) => state.title);
  const { setTitle } = useActions();
  const timeline = useAppParts(({ view: shown, crumbs, range, axisBy, bookmarks }) => ({
    shown,
    crumbs,
    range,
    axisBy,
    bookmarks,
  }));
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  const isSelected = useApp(({ selection }) => selection !== null && selection.end > selection.start);
  const tree = useApp((state) => state.branches.present);
  const [link, setLink] = useState('');
  const [view, setView] = useState<SharedView | null>(null);
  const [told, setTold] = useState('');
  useEffect(() => {
    let isOld = false;
    const now = sharedView(store.getState());
    const make = now ? sharedLink(now) : Promise.resolve(null);
    void make.then((made) => {
      if (isOld) return;
      const fragment = made?.fragment ?? '';
      setView(made?.held ?? null);
      setLeftOut(made?.leftOut ?? []);
      setLink(fragment && `${location.origin}${location.pathname}${fragment}`);
    });
    return () => {
      isOld = true;
    };
  }, [store, place, tree, isRun, title, timeline]);

  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setTold(`Copied: ${groupThousands(text.length)} characters.`);
    } catch {
      setTold('The browser does not let this page write to the clipboard: the link is selected, copy it by Ctrl C.');
      document.querySelector<HTMLInputElement>('#share-link')?.select();
    }
  };
  const save = async ({ kind, label }: Row): Promise<void> => {
    store.getState().stopSaving();
    const name = await saveWork(store.getState(), kind, label);
    setTold(name ? `Saved as ${name}.` : `Saving was stopped; no file was written.`);
  };
  return (
    <Sheet title="Share" about={isRun ? 'whoever opens the link stands where you stand' : 'a file is shared as a file'}>
      <div className={css.body}>
        {isRun ? (
          <>
            <label className={css.title}>
              Title
              <input
                value={title}
                maxLength={MAX_TITLE}
                placeholder="what it is about: shown to whoever opens the link"
                onChange={(event) => setTitle(event.target.value)}
              />
            </label>
            <div className={css.link}>
              <input id="share-link" className="mono" readOnly value={link} aria-label="Link" data-first />
              <Button boxed onPress={() => void copy(link)}>
                Copy link
              </Button>
              <Button
                boxed
                title="HTML of a frame for slides and pages, which must be isolated (docs/formats.md): without it the frame works in one thread"
                onPress={() => void copy(frameHtml(link))}
              >
                Copy frame
              </Button>
            </div>
            <p className={css.about}>
              {view && `It holds ${holds(view, events)}. `}
              {leftOut.length > 0 &&
                `Left out, since the link would be longer than ${groupThousands(SAFE_LENGTH)} characters with it: ${leftOut.join(', ')}; a saved session holds notes and bookmarks. `}
              {link.length > SAFE_LENGTH &&
                `With ${groupThousands(link.length)} characters it is longer than some programs take: save the session instead. `}
              The same version of this app makes the same bytes of it; nothing is sent anywhere.
            </p>
          </>
        ) : (
          <p className={css.about}>
            The bytes of a file are on this machine alone, so no link can hold them. Save the stream and send it.
          </p>
        )}
        <h3>Save</h3>
        <ul>
          {ROWS.filter(({ runOnly, selected }) => (isRun || !runOnly) && (isSelected || !selected)).map((row) => (
            <li key={row.kind}>
              <Button boxed onPress={() => void save(row)}>
                {row.label}
              </Button>
              <span className={css.about}>{row.about}</span>
            </li>
          ))}
        </ul>
        <div className={css.told} role="status">
          {told}
        </div>
        <p className={css.about}>Open any of the JSON files or a stream with Ctrl O, or drop it on the page.</p>
      </div>
    </Sheet>
  );
}
