// What lays out the strip over a file: loaded when the first file is opened.
import { useEffect, useState } from 'react';
import type { OpenDocument } from '../../store/documents.ts';
import type { FileModel } from './file-model.ts';
import type { hitFile } from './hit-file.ts';
import type { layoutFile } from './layout-file.ts';

export interface FileStrip {
  readonly layout: typeof layoutFile;
  readonly hit: typeof hitFile;
  readonly model: FileModel;
}

/** Null for a run, and until the code is there. */
export function useFileStrip(document: OpenDocument): FileStrip | null {
  const [strip, setStrip] = useState<FileStrip | null>(null);
  useEffect(() => {
    if (document.kind !== 'file') return undefined;
    let isGone = false;
    void Promise.all([import('./layout-file.ts'), import('./hit-file.ts'), import('./file-model.ts')]).then(
      ([{ layoutFile: layout }, { hitFile: hit }, { fileModel }]) => {
        if (!isGone) setStrip({ layout, hit, model: fileModel(document) });
      },
    );
    return () => {
      isGone = true;
    };
  }, [document]);
  return strip;
}
