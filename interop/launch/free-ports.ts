import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { LaunchError } from './errors.ts';

/**
 * Where services get their ports from. It lies below the range that systems take the ports of outgoing
 * connections and of port 0 from (32768 and up on Linux, 49152 on macOS): a port of ours stays free while its
 * service is down.
 */
const RANGE = [20_000, 32_000] as const;
const ATTEMPTS = 200;

/** What this process has given out: a service that is down still has its ports. */
const given = new Set<number>();

/** A port of 127.0.0.1 that is free now, and that this process hasn't given out before. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(...RANGE);
    if (given.has(port)) continue;
    given.add(port);
    if ((await canListen(port)) && (await marked(port))) return port;
  }
  throw new LaunchError(`no free port found between ${RANGE.join(' and ')}`);
}

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/**
 * Whether no other run has chosen the port: a process that does holds the UDP port of its number on 127.0.0.2 as
 * long as it lives, so that nobody else does before the service listens, or while it is down.
 */
const marked = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const mark = createSocket('udp4').unref();
    // Not every system has that address.
    mark.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    mark.bind({ port, address: '127.0.0.2', exclusive: true }, () => resolve(true));
  });
