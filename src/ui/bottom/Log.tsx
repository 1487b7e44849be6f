// The log of a run; a file has none.
import { useApp } from '../app/use-app.ts';
import { EventLog } from './EventLog.tsx';

export function Log() {
  const document = useApp((state) => state.document);
  return document?.kind === 'run' ? <EventLog document={document} /> : null;
}
