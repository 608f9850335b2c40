import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceStartError } from './errors.ts';
import type { RunningService, ServiceKind, ServiceSpec } from './infrastructure.ts';
import { splitAddress } from './split-address.ts';

const ATTEMPT_LIMIT_MS = 2000;
const PAUSE_MS = 25;

/** Whether all ports of a service take connections. */
export type Listens = () => Promise<boolean>;

/** What each kind is asked at its port `client` before it counts as started; proxies need only listen. */
const QUESTIONS: Partial<Record<ServiceKind, (address: string) => Promise<boolean>>> = {
  zookeeper: zookeeperServes,
  consul: consulHasLeader,
};

/** Waits until a service answers as its kind does. Throws when it has ended, or doesn't answer within the limit. */
export async function answersAsService(
  spec: ServiceSpec,
  service: RunningService,
  listens: Listens,
  limitMs: number,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  const question = QUESTIONS[spec.kind];
  const ready = () => (question ? question(service.harnessAddress('client')) : listens());
  let ended = false;
  void service.exited.then(() => {
    ended = true;
  });
  while (!(await ready().catch(() => false))) {
    if (ended) throw new ServiceStartError('ended before it answered');
    if (performance.now() > deadline)
      throw new ServiceStartError(`no answer within ${limitMs / 1000} s`);
    await sleep(PAUSE_MS);
  }
}

/**
 * `ruok` is answered before sessions are (ZooKeeper 3.8, NIOServerCnxnFactory.startup starts its threads before
 * the server), and `srvr` only says it isn't serving then.
 */
async function zookeeperServes(address: string): Promise<boolean> {
  return (await ask(address, 'srvr')).startsWith('Zookeeper version');
}

async function consulHasLeader(address: string): Promise<boolean> {
  const signal = AbortSignal.timeout(ATTEMPT_LIMIT_MS);
  const answer = await fetch(`http://${address}/v1/status/leader`, { signal });
  return answer.ok && /^"[^"]+"$/.test((await answer.text()).trim());
}

/** Whether a connection can be opened. */
export async function connects(address: string): Promise<boolean> {
  const socket = connect(splitAddress(address));
  return new Promise((resolve) => {
    limited(socket, () => resolve(false)).once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** What a server answers to one word before it closes the connection. */
function ask(address: string, word: string): Promise<string> {
  const socket = connect(splitAddress(address));
  return new Promise((resolve, reject) => {
    let answer = '';
    limited(socket, reject)
      .setEncoding('latin1')
      .on('data', (text: string) => {
        answer += text;
      })
      .once('end', () => resolve(answer))
      .write(word);
  });
}

function limited(socket: Socket, failed: (error: Error) => void): Socket {
  const late = () => socket.destroy(new Error('no answer'));
  return socket.setTimeout(ATTEMPT_LIMIT_MS, late).once('error', failed);
}
