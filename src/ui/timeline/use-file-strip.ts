// What draws the strip over a file: loaded when the first file is opened.
import { useEffect, useState } from 'react';
import type { OpenDocument } from '../../store/documents.ts';
import type { drawFile } from './draw-file.ts';
import type { FileModel } from './file-model.ts';

export interface FileStrip {
  readonly draw: typeof drawFile;
  readonly model: FileModel;
}

/** Null for a run, and until the drawing code is there. */
export function useFileStrip(document: OpenDocument): FileStrip | null {
  const [strip, setStrip] = useState<FileStrip | null>(null);
  useEffect(() => {
    if (document.kind !== 'file') return undefined;
    let gone = false;
    void Promise.all([import('./draw-file.ts'), import('./file-model.ts')]).then(
      ([{ drawFile: draw }, { fileModel }]) => {
        if (!gone) setStrip({ draw, model: fileModel(document) });
      },
    );
    return () => {
      gone = true;
    };
  }, [document]);
  return strip;
}
