import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Takes the machine-wide lock of that name, waiting for whoever holds it, and gives it back by disposing.
 * The lock is a listening local socket: the kernel lets go of it with its holder, however that ends, and who
 * waits holds a connection that closes then. On Linux it lives in the abstract namespace (unix(7)), and
 * leaves no file.
 */
export async function takeLock(
  name: string,
  waiting: () => void = () => undefined,
): Promise<AsyncDisposable> {
  const path = socketPath(name);
  for (let first = true; ; first = false) {
    const server = await listen(path);
    if (server !== undefined) return { [Symbol.asyncDispose]: () => close(server) };
    if (first) waiting();
    await holderGone(path);
  }
}

function socketPath(name: string): string {
  const word = `crosswire-${createHash('sha256').update(name).digest('hex').slice(0, 24)}`;
  return process.platform === 'linux' ? `\0${word}` : join(tmpdir(), word);
}

/** The listening server, or undefined when somebody else listens there. */
async function listen(path: string): Promise<Server | undefined> {
  const waiters = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    waiters.add(socket.on('error', () => undefined));
    socket.unref();
  });
  server.on('close', () => undefined);
  try {
    server.listen(path);
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  endWaiters.set(server, () => waiters.forEach((waiter) => void waiter.destroy()));
  return server;
}

const endWaiters = new WeakMap<Server, () => void>();

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  endWaiters.get(server)?.();
  await closed;
}

/** Waits until the holder's end of a connection closes. A file that nobody listens on is a dead holder's. */
async function holderGone(path: string): Promise<void> {
  const socket = connect(path);
  socket.resume();
  const refused = await new Promise<boolean>((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
    socket.once('close', () => resolve(false));
  });
  if (refused && !path.startsWith('\0')) await unlink(path).catch(() => undefined);
  await sleep(10);
}
