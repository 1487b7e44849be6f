// Compare: what is shown beside another run, strategy or file, or the two sides of one run, with linked cursors: state by
// field, stream by section and field, figures.
import { useEffect, useMemo, useRef, useState } from 'react';
import { formatMs, groupThousands } from '../../engine/bytes/text.ts';
import { LINKS, type Link } from '../../engine/compare/linked.ts';
import { STRATEGIES, strategyText } from '../../engine/scenario/scenario.ts';
import { currentBranch } from '../../store/branches/branch-tree.ts';
import { compareDocuments, isHeld, type Comparison } from '../../store/compare.ts';
import { isEventStep, stepFrom } from '../../store/cursor.ts';
import { headTime, type OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { Icon } from '../primitives/Icon.tsx';
import { Select } from '../primitives/Select.tsx';
import { Sheet } from '../primitives/Sheet.tsx';
import { Figures } from './Figures.tsx';
import { Sections } from './Sections.tsx';
import { Sides, States } from './States.tsx';
import css from './compare.module.css';

type View = 'state' | 'stream' | 'figures';
const LINK_TEXT: Readonly<Record<Link, string>> = { time: 'by virtual time', phase: 'by phase', frame: 'by frame' };

/** A place to which the other side was stepped, and where the cursor went with it. */
interface Led {
  readonly comparison: Comparison;
  readonly cursor: number;
  readonly link: Link;
  readonly other: number;
}

export function Compare() {
  const document = useApp((state) => state.document);
  return (
    <Sheet title="Compare" wide about="[ and ] go from difference to difference">
      {document && <Beside document={document} />}
    </Sheet>
  );
}

function Beside({ document }: { readonly document: OpenDocument }) {
  const compared = useApp((state) => state.compared);
  const cursor = useApp((state) => state.cursor);
  const name = useApp((state) =>
    document.kind === 'run' ? currentBranch(state.branches.present).name : document.name,
  );
  const [view, setView] = useState<View>('state');
  const [link, setLink] = useState<Link>('time');
  const comparison = useMemo(
    () =>
      compared && isHeld(document) && isHeld(compared.document) ? compareDocuments(document, compared.document) : null,
    [document, compared],
  );
  const large = [document, compared?.document].find((one) => one && !isHeld(one));
  const [led, setLed] = useState<Led | null>(null);
  const linked = comparison?.linked(cursor, link) ?? null;
  // The other side leads until the cursor is moved by something else.
  const other = led && led.comparison === comparison && led.cursor === cursor && led.link === link ? led.other : linked;
  const { moveTo } = useActions();
  const stepSize = useApp((state) => state.stepSize);
  const stepOther = (direction: 1 | -1): void => {
    if (!comparison || other === null || compared?.document.kind !== 'run') return;
    const next = stepFrom(compared.document, other, isEventStep(stepSize) ? stepSize : 'event', direction);
    const back = comparison.linkedBack(next, link);
    if (back === null) return;
    moveTo(back);
    setLed({ comparison, cursor: back, link, other: next });
  };
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = body.current;
    const onKey = (event: KeyboardEvent): void => {
      if ((event.key !== ']' && event.key !== '[') || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.matches('input:not([type="checkbox"])')) return;
      const rows = [...(element?.querySelectorAll<HTMLElement>('[data-difference]') ?? [])];
      if (rows.length === 0) return;
      event.preventDefault();
      const at = rows.findIndex((row) => row === window.document.activeElement);
      const step = event.key === ']' ? 1 : -1;
      const next = rows[(at + step + rows.length + (at < 0 && step < 0 ? 1 : 0)) % rows.length];
      next?.focus();
      next?.click();
    };
    // Before the app's own keys, which step through the sides' differences.
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
  const views: readonly { readonly id: View; readonly text: string }[] = [
    { id: 'state', text: 'State' },
    ...(comparison
      ? ([
          { id: 'stream', text: 'Stream' },
          { id: 'figures', text: 'Figures' },
        ] as const)
      : []),
  ];
  const shown = views.some(({ id }) => id === view) ? view : 'state';
  return (
    <>
      <div className={css.bar}>
        <b>{name}</b>
        <span className="dim">
          {document.kind === 'run'
            ? `${document.scenario.strategy}, at ${formatMs(headTime(document, cursor))}`
            : 'file'}
        </span>
        <span>with</span>
        <Other document={document} />
        {compared && (
          <span className="dim">
            {compared.document.kind === 'run' && other !== null
              ? `${compared.document.scenario.strategy}, at ${formatMs(headTime(compared.document, other))}, event ${groupThousands(other + 1)}`
              : 'file'}
          </span>
        )}
        {other !== null && (
          <span className={css.steps} role="group" aria-label="Step the other side">
            <Button
              icon
              label="Other side back"
              title="Step the other side back: the cursor follows"
              onPress={() => stepOther(-1)}
            >
              <Icon name="back" />
            </Button>
            <Button
              icon
              label="Other side forward"
              title="Step the other side forward: the cursor follows"
              onPress={() => stepOther(1)}
            >
              <Icon name="forward" />
            </Button>
          </span>
        )}
        <span className={css.grow} />
        {other !== null && (
          <Select<Link>
            label="How the cursors are linked"
            boxed
            value={link}
            options={LINKS.map((value) => ({ value, text: LINK_TEXT[value] }))}
            onChange={setLink}
          />
        )}
        <div className={css.views} role="group" aria-label="What is compared">
          {views.map(({ id, text }) => (
            <button key={id} type="button" aria-pressed={id === shown} onClick={() => setView(id)}>
              {text}
            </button>
          ))}
        </div>
      </div>
      <div ref={body} className={css.body}>
        {large && (
          <p className={css.none}>
            {large.name} is larger than what is held in memory: comparing needs all bytes of both. Open a smaller stream
            of the same machine; its devices compare the same.
          </p>
        )}
        {!compared && document.kind === 'run' && <Sides document={document} />}
        {!compared && document.kind === 'file' && (
          <p className={css.none}>A file has one side. Choose what to compare it with.</p>
        )}
        {comparison && shown === 'state' && <States comparison={comparison} cursor={cursor} other={other} />}
        {comparison && shown === 'stream' && <Sections comparison={comparison} />}
        {comparison && shown === 'figures' && <Figures comparison={comparison} />}
      </div>
    </>
  );
}

/** The choice of the other side. */
function Other({ document }: { readonly document: OpenDocument }) {
  const compared = useApp((state) => state.compared);
  const tree = useApp((state) => state.branches.present);
  const { compareBranch, compareStrategy, compareFile, compareShown, compareSides } = useActions();
  const input = useRef<HTMLInputElement>(null);
  const isRun = document.kind === 'run';
  const choose = (value: string): void => {
    const [kind, ...rest] = value.split(' ');
    if (kind === 'sides') compareSides();
    else if (kind === 'branch') void compareBranch(Number(rest[0]));
    else if (kind === 'strategy') void compareStrategy(STRATEGIES.find((each) => each === rest[0])!);
    else if (kind === 'file') input.current?.click();
  };
  return (
    <>
      <select
        className={css.other}
        aria-label="Compare with"
        data-first
        value={compared ? 'now' : isRun ? 'sides' : 'none'}
        onChange={(event) => choose(event.target.value)}
      >
        {compared && <option value="now">{compared.name}</option>}
        {isRun && <option value="sides">source against destination</option>}
        {!isRun && <option value="none">…</option>}
        <optgroup label="Branch">
          {tree.branches
            .filter(({ id }) => !isRun || id !== tree.current)
            .map(({ id, name }) => (
              <option key={id} value={`branch ${id}`}>
                {name}
              </option>
            ))}
        </optgroup>
        {isRun && (
          <optgroup label="The same with strategy">
            {STRATEGIES.filter((each) => each !== document.scenario.strategy).map((each) => (
              <option key={each} value={`strategy ${each}`}>
                {strategyText(each)}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label="File">
          <option value="file">a stream file…</option>
        </optgroup>
      </select>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="File to compare with"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void compareFile(file);
        }}
      />
      <Button title="Keep what is shown on this side, then open something else" onPress={compareShown}>
        Hold this
      </Button>
    </>
  );
}
