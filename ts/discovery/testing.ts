/** Testing starts real registries and says what a watch has seen; only tests use it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import zookeeper from 'node-zookeeper-client';
import { parseTarget } from './target.ts';
import type { ServerEntry, Watch } from './types.ts';
import { watchServers } from './watch.ts';

const script = join(import.meta.dirname, '../../scripts/registry.sh');
/** Far more than anything here takes, on a machine that is busy. */
const LONG_MS = 120_000;
/** How long one try at a session may take. */
const TRY_MS = 15_000;

/**
 * For entries of servers that have no health service, or are not there: Consul's agent finds that out at a
 * random moment within the interval.
 */
export const UNCHECKED_MS = 86_400_000;

/** TestRegistry is a registry of one test file. */
export class TestRegistry {
  readonly port: number;
  readonly #kind: 'zookeeper' | 'consul';
  readonly #folder: string;
  readonly #more: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(kind: 'zookeeper' | 'consul', port: number, folder: string, more: string[]) {
    this.#kind = kind;
    this.port = port;
    this.#folder = folder;
    this.#more = more;
  }

  /** start has what follows the folder on registry.sh's line: a data centre, and a port to join. */
  static async start(kind: 'zookeeper' | 'consul', ...more: string[]): Promise<TestRegistry> {
    const folder = await mkdtemp(join(tmpdir(), 'discovery-'));
    const registry = new TestRegistry(kind, await freePort(), folder, more);
    await registry.begin().catch(async (error: unknown) => {
      await registry[Symbol.asyncDispose]();
      throw error;
    });
    return registry;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** begin starts it, again after `kill`, on the same port. ZooKeeper then has its data still. */
  async begin(): Promise<void> {
    const args = [this.#kind, String(this.port), this.#folder, ...this.#more];
    // It ends with this process, whatever ends that.
    const env = { ...process.env, CROSSWIRE_STDIN: 'watch' };
    this.#process = spawn(script, args, { stdio: ['pipe', 'ignore', 'ignore'], env });
    await eventually(() => this.#answers());
  }

  signal(name: NodeJS.Signals): void {
    this.#process?.kill(name);
  }

  async kill(): Promise<void> {
    if (!this.#process || this.#process.exitCode !== null || this.#process.signalCode) return;
    this.#process.kill('SIGKILL');
    await once(this.#process, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<boolean> {
    if (this.#process?.exitCode) throw new Error(`${this.#kind} ended at once`);
    if (this.#kind === 'zookeeper') {
      return (await fourLetters(this.port)) === 'imok' && takesSessions(this.address);
    }
    const leader = await fetch(`http://${this.address}/v1/status/leader`).catch(() => undefined);
    return ((await leader?.text()) ?? '').length > 2;
  }
}

/**
 * takesSessions tries to have one: ZooKeeper answers `ruok` long before. The library waits for an answer for ever,
 * which a server that starts may never give: each try is a client of its own.
 */
async function takesSessions(address: string): Promise<boolean> {
  const client = zookeeper.createClient(address);
  try {
    const connected = once(client, 'connected', { signal: AbortSignal.timeout(TRY_MS) });
    client.connect();
    await connected;
    return true;
  } catch {
    return false;
  } finally {
    client.close();
  }
}

async function fourLetters(port: number): Promise<string> {
  const socket = dial(port, '127.0.0.1');
  try {
    socket.end('ruok');
    const [answer] = await once(socket, 'data');
    return String(answer);
  } catch {
    return '';
  } finally {
    socket.destroy();
  }
}

/** freePort is one that nobody listens on, below those that systems give to outgoing connections. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if ((await canListen(port)) && (await marked(port))) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * marked tells whether nobody else has chosen the port: who does, in tests of any language, holds the UDP port of its
 * number on 127.0.0.2 until the process ends, so that nobody does before it is bound, or while its server is away.
 */
function marked(port: number): Promise<boolean> {
  const mark = createSocket('udp4').unref();
  return new Promise((resolve) => {
    // Not every system has that address.
    mark.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    mark.bind({ port, address: '127.0.0.2', exclusive: true }, () =>
      resolve(mark.unref() === mark),
    );
  });
}

/** eventually waits until it holds, and fails after far too long. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const until = Date.now() + LONG_MS;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`not within ${LONG_MS} ms: ${holds}`);
    await sleep(20);
  }
}

/** Seen is what a watch has told. */
export class Seen implements Disposable {
  readonly lists: (readonly ServerEntry[])[] = [];
  readonly errors: Error[] = [];
  readonly #watch: Watch;

  constructor(uri: string) {
    this.#watch = watchServers(parseTarget(uri), {
      servers: (list) => this.lists.push(list),
      unreachable: (error) => this.errors.push(error),
    });
  }

  /** ports of the last list, "8003" or with a weight other than 1 "8003×3". */
  get ports(): string {
    const shown = ({ port, weight }: ServerEntry) =>
      weight === 1 ? `${port}` : `${port}×${weight}`;
    return this.lists.at(-1)?.map(shown).sort().join(' ') ?? 'none yet';
  }

  async until(ports: string): Promise<void> {
    await eventually(() => this.ports === ports);
  }

  [Symbol.dispose](): void {
    this.#watch.close();
  }
}
