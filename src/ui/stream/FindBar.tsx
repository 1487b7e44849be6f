// Search over the whole stream, when it is open.
import { useApp } from '../app/use-app.ts';
import { OpenFindBar } from './OpenFindBar.tsx';

export function FindBar() {
  const finding = useApp((state) => state.finding);
  return finding ? <OpenFindBar /> : null;
}
