// Two documents in a thread that compares their streams. Shared memory goes as it is, a file that is not held as a file.
import { proxy } from 'comlink';
import type { CompareApi, ComparedStream, Result } from '../../protocol/messages.ts';
import { lazyBytes, type OpenDocument } from '../documents.ts';
import type { Thread } from '../session.ts';
import type { StreamComparison } from '../session-types.ts';

type Unwrap = <T>(result: Result<T>) => T;

export async function compareInThread(
  { worker, api, death }: Thread<CompareApi>,
  unwrap: Unwrap,
  a: OpenDocument,
  b: OpenDocument,
): Promise<StreamComparison> {
  const asked = async <T>(job: Promise<Result<T>>): Promise<T> => unwrap(await Promise.race([job, death]));
  await asked(api.begin(streamOf(a), streamOf(b)));
  return {
    sections: (options, told) => asked(api.sections(options, proxy(told))),
    fields: (pair, options) => asked(api.fields(pair, options)),
    loads: () => asked(api.loads()),
    pages: (told) => asked(api.pages(proxy(told))),
    end: () => worker.terminate(),
  };
}

function streamOf(document: OpenDocument): ComparedStream {
  const { name, inspection } = document;
  const lazy = lazyBytes(document);
  return {
    name,
    stream: lazy ? { file: lazy.file, kept: lazy.kept } : document.stream.subarray(),
    // What comparing has no use for, and would be copied.
    inspection: { ...inspection, diagnostics: [], description: null },
  };
}
