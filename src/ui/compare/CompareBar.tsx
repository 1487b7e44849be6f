// Who is compared with whom and where both stand, how their cursors are linked, and the choice of a view.
import { formatMs, groupThousands } from '../../engine/bytes/text.ts';
import { strategyText } from '../../engine/scenario/scenario.ts';
import { LINKS, type Link } from '../../engine/compare/linked.ts';
import { currentBranch } from '../../store/branches/branch-tree.ts';
import { headTime, type OpenDocument } from '../../store/documents.ts';
import { useApp } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { Icon } from '../primitives/Icon.tsx';
import { Select } from '../primitives/Select.tsx';
import { COMPARE_VIEWS, type CompareView } from './compare-views.ts';
import { OtherChoice } from './OtherChoice.tsx';
import css from './compare.module.css';

const LINK_TEXT: Readonly<Record<Link, string>> = { time: 'by virtual time', phase: 'by phase', frame: 'by frame' };

interface Props {
  readonly document: OpenDocument;
  /** The other side's head; null unless both are runs. */
  readonly other: number | null;
  readonly onStepOther: (direction: 1 | -1) => void;
  readonly link: Link;
  readonly onLink: (link: Link) => void;
  readonly view: CompareView;
  readonly onView: (view: CompareView) => void;
}

export function CompareBar({ document, other, onStepOther, link, onLink, view, onView }: Props) {
  const compared = useApp((state) => state.compared);
  const cursor = useApp((state) => state.cursor);
  const name = useApp((state) =>
    document.kind === 'run' ? currentBranch(state.branches.present).name : document.name,
  );
  return (
    <div className={css.bar}>
      <b className={css.name} title={name}>
        {name}
      </b>
      <span className="dim">
        {document.kind === 'run'
          ? `${strategyText(document.scenario.strategy)}, at ${formatMs(headTime(document, cursor))}`
          : 'file'}
      </span>
      <span>with</span>
      <OtherChoice document={document} />
      {compared && (
        <span className="dim">
          {compared.document.kind === 'file'
            ? 'file'
            : other === null
              ? compared.document.scenario.strategy
              : `${strategyText(compared.document.scenario.strategy)}, at ${formatMs(headTime(compared.document, other))}, event ${groupThousands(other + 1)}`}
        </span>
      )}
      {other !== null && (
        <span className={css.steps} role="group" aria-label="Step the other side">
          <Button
            icon
            label="Other side back"
            title="Step the other side back: the cursor follows"
            onPress={() => onStepOther(-1)}
          >
            <Icon name="back" />
          </Button>
          <Button
            icon
            label="Other side forward"
            title="Step the other side forward: the cursor follows"
            onPress={() => onStepOther(1)}
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
          onChange={onLink}
        />
      )}
      {compared && (
        <div className={css.views} role="group" aria-label="What is compared">
          {COMPARE_VIEWS.map(({ id, text }) => (
            <button key={id} type="button" aria-pressed={id === view} onClick={() => onView(id)}>
              {text}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
