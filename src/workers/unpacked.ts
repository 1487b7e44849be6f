// Where a packed stream goes that is too large to hold: a file in the browser's private file system (OPFS), from which it
// is read like any other file. Files that nobody holds a lock of are of tabs that were closed, and are removed.
import { JobProblem } from './attempt.ts';

const FOLDER = 'unpacked';

export interface UnpackedFile {
  readonly write: (piece: Uint8Array) => void;
  /** Ends the writing; the file as it is. */
  readonly finish: () => Promise<File>;
  readonly drop: () => void;
}

/** Begins such a file; `name` is the packed one's, for messages. */
export async function beginUnpacked(name: string): Promise<UnpackedFile> {
  try {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(FOLDER, { create: true });
    await removeLeft(folder);
    const own = `${FOLDER}-${crypto.randomUUID()}`;
    hold(own);
    const handle = await folder.getFileHandle(own, { create: true });
    const access = await handle.createSyncAccessHandle();
    const drop = (): void => {
      access.close();
      void folder.removeEntry(own).catch(() => undefined);
    };
    let length = 0;
    return {
      write: (piece) => {
        let written: number;
        try {
          written = access.write(piece, { at: length });
        } catch (error) {
          drop();
          throw noRoom(name, length, error);
        }
        length += written;
        if (written < piece.length) {
          drop();
          throw noRoom(name, length, 'the disk took less than it was given');
        }
      },
      finish: async () => {
        access.flush();
        access.close();
        const file = await handle.getFile();
        return new File([file], name.replace(/\.gz$/i, ''));
      },
      drop,
    };
  } catch (error) {
    throw noRoom(name, 0, error);
  }
}

/** Holds a lock of this name as long as this worker lives. */
function hold(name: string): void {
  void navigator.locks.request(name, () => new Promise(() => undefined));
}

async function removeLeft(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const name of folder.keys()) {
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await folder.removeEntry(name).catch(() => undefined);
    });
  }
}

function noRoom(name: string, length: number, error: unknown): JobProblem {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new JobProblem(
    `There is no room to unpack ${name}: ${reason}`,
    `${name}, after ${length} unpacked bytes`,
    'Give the browser more room on the disk, or unpack the file yourself (gunzip) and open that: it is then read where it lies.',
  );
}
