// Error numbers of QEMU's loaders, and what strerror says of them.

/** errno values that QEMU's loaders return, negated as there. */
export const Errno = { EPERM: -1, ENOENT: -2, EIO: -5, EAGAIN: -11, EINVAL: -22, ERANGE: -34, ENOTSUP: -95 } as const;

const TEXTS: Readonly<Record<number, string>> = {
  [Errno.EPERM]: 'Operation not permitted',
  [Errno.ENOENT]: 'No such file or directory',
  [Errno.EIO]: 'Input/output error',
  [Errno.EAGAIN]: 'Resource temporarily unavailable',
  [Errno.EINVAL]: 'Invalid argument',
  [Errno.ERANGE]: 'Numerical result out of range',
  [Errno.ENOTSUP]: 'Operation not supported',
};

/** What strerror says, as in `load of migration failed: Invalid argument`. */
export function errnoText(code: number): string {
  return TEXTS[code] ?? `Unknown error ${-code}`;
}
