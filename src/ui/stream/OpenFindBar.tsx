// Search over the whole stream: bytes with a mask, text, numbers. Says what is wrong with what is typed and where, shows
// how far the search is, and stays as it was left.
import { useEffect } from 'react';
import {
  BYTE_ORDERS,
  parseSearch,
  SEARCH_MODES,
  type ByteOrder,
  type SearchMode,
  type SearchText,
} from '../../engine/capture/search-query.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { Icon } from '../primitives/Icon.tsx';
import { Select } from '../primitives/Select.tsx';
import { SearchFound } from './SearchFound.tsx';
import { Underlined } from './Underlined.tsx';
import css from './find.module.css';

const MODE_TEXT: Readonly<Record<SearchMode, string>> = {
  bytes: 'Bytes',
  text: 'Text',
  u8: 'u8',
  u16: 'u16',
  u32: 'u32',
  u64: 'u64',
};
const PLACEHOLDER: Readonly<Record<SearchMode, string>> = {
  bytes: '52 54 00 ?? or ef2000??',
  text: 'pc.ram',
  u8: '0x7e',
  u16: '1024',
  u32: '0x5145564d',
  u64: '0xffffffffef200000',
};
const ORDER_TEXT: Readonly<Record<ByteOrder, string>> = {
  either: 'either order',
  be: 'big-endian',
  le: 'little-endian',
};

export function OpenFindBar() {
  const typed = useApp((state) => state.searchText);
  const search = useApp((state) => state.search);
  const { setSearchText, startSearch, cancelSearch, toMatch, setFinding } = useActions();
  const query = parseSearch(typed);
  const current = search !== null && same(search.query, typed);
  const problem = !query.ok && typed.text !== '' ? query : null;
  useEffect(() => document.querySelector<HTMLInputElement>('#find-text')?.select(), []);
  const enter = async (direction: 1 | -1): Promise<void> => {
    if (!query.ok) return;
    if (!current || search.state === 'cancelled') await startSearch();
    toMatch(direction);
  };
  const close = (): void => {
    cancelSearch();
    setFinding(false);
    document.querySelector<HTMLElement>('[data-panel="5"]')?.focus();
  };
  return (
    <div className={css.bar} role="search" aria-label="Find in the stream">
      <Select<SearchMode>
        label="What to find"
        value={typed.mode}
        options={SEARCH_MODES.map((value) => ({ value, text: MODE_TEXT[value] }))}
        onChange={(mode) => setSearchText({ mode })}
      />
      <Underlined at={problem?.at ?? -1} end={problem?.end ?? -1} text={typed.text}>
        <input
          id="find-text"
          className={`mono ${css.text}`}
          value={typed.text}
          placeholder={PLACEHOLDER[typed.mode]}
          aria-label="Find"
          aria-invalid={problem !== null}
          aria-describedby="find-says"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setSearchText({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
            if (event.key !== 'Enter') return;
            event.preventDefault();
            void enter(event.shiftKey ? -1 : 1);
          }}
        />
      </Underlined>
      {typed.mode === 'text' && (
        <label className={css.check}>
          <input
            type="checkbox"
            checked={typed.ignoreCase}
            onChange={(event) => setSearchText({ ignoreCase: event.target.checked })}
          />
          any case
        </label>
      )}
      {typed.mode.startsWith('u') && typed.mode !== 'u8' && (
        <Select<ByteOrder>
          label="Byte order"
          value={typed.order}
          options={BYTE_ORDERS.map((value) => ({ value, text: ORDER_TEXT[value] }))}
          onChange={(order) => setSearchText({ order })}
        />
      )}
      <span id="find-says" className={problem ? css.wrong : css.says} role="status">
        {problem ? problem.message : current ? <SearchFound search={search} /> : query.ok ? 'Enter searches' : ''}
      </span>
      {search?.state === 'running' && (
        <>
          <progress className={css.progress} value={search.done} max={search.total} aria-label="Searched" />
          <Button boxed onPress={cancelSearch}>
            Cancel
          </Button>
        </>
      )}
      <Button
        icon
        label="Previous match"
        title="Previous match (Shift Enter)"
        disabled={!query.ok}
        onPress={() => void enter(-1)}
      >
        <Icon name="back" />
      </Button>
      <Button icon label="Next match" title="Next match (Enter)" disabled={!query.ok} onPress={() => void enter(1)}>
        <Icon name="forward" />
      </Button>
      <Button icon label="Close find" title="Close (Escape)" onPress={close}>
        <Icon name="close" />
      </Button>
    </div>
  );
}

function same(a: SearchText, b: SearchText): boolean {
  return a.text === b.text && a.mode === b.mode && a.order === b.order && a.ignoreCase === b.ignoreCase;
}
