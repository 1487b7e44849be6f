// A line-wise connection that the other program opens to us over a unix socket: QMP and qtest both speak in lines.
// Every wait is bounded.
import { createServer, type Server, type Socket } from 'node:net';

/** Longest wait for an answer, ms. */
export const PATIENCE = 20_000;

/** A socket that waits for one connection; listening has begun when the promise is kept. */
export function listen(path: string): Promise<{ accepted: Promise<Socket>; server: Server }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    const accepted = new Promise<Socket>((accept) => server.once('connection', accept));
    server.once('error', reject);
    server.listen(path, () => resolve({ accepted, server }));
  });
}

/** The promise's value, or an error that says what was waited for. */
export async function within<T>(promise: Promise<T>, what: string, ms = PATIENCE): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again until `done` says yes: a device works in its own time, so an answer need not be there at once. */
export async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  let late = false;
  const poll = async (): Promise<void> => {
    while (!late && !(await done())) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  try {
    await within(poll(), what);
  } finally {
    late = true;
  }
}

export class Lines {
  private readonly socket: Socket;
  private readonly ready: string[] = [];
  private readonly waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  private rest = '';
  private closed = false;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text) => this.take(text.toString()));
    socket.on('error', () => this.end());
    socket.on('close', () => this.end());
  }

  write(text: string): void {
    if (!this.closed) this.socket.write(text);
  }

  /** The next line without its end; an error when the peer has gone. */
  next(what: string): Promise<string> {
    const line = this.ready.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.closed) return Promise.reject(new Error(`the connection closed before ${what}`));
    return within(new Promise<string>((resolve, reject) => this.waiting.push({ resolve, reject })), what);
  }

  close(): void {
    this.socket.destroy();
  }

  private take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const waiter = this.waiting.shift();
      if (waiter) waiter.resolve(line);
      else this.ready.push(line);
    }
  }

  private end(): void {
    this.closed = true;
    for (const { reject } of this.waiting.splice(0)) reject(new Error('the connection closed'));
  }
}
