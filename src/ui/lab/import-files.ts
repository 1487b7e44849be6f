// Trace logs that were chosen, dropped or pasted, handed to the lab as the repeats of one arm.
import { labActions } from './use-lab.ts';

export async function importFiles(files: Iterable<File>): Promise<void> {
  const logs = await Promise.all(Array.from(files, async (file) => ({ name: file.name, text: await file.text() })));
  if (logs.length > 0) labActions().importLogs(logs);
}
