import { once } from 'node:events';
import http2, * as namespace from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { keepSessions } from './keep-sessions.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const server = http2.createServer();
afterAll(() => server.close());

/** The native side of a session that is over, weakly held. */
async function ended(connect: typeof http2.connect): Promise<WeakRef<object>> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(session, 'connect');
  const symbol = Object.getOwnPropertySymbols(session).find((one) => one.description === 'kHandle');
  const handle = new WeakRef(Reflect.get(session, symbol as symbol) as object);
  session.destroy();
  await once(session, 'close');
  return handle;
}

/** Whether it is still there when everything that may be collected has been. */
async function isKept(handle: WeakRef<object>): Promise<boolean> {
  for (let turn = 0; turn < 20 && handle.deref() !== undefined; turn++) {
    await delay(10);
    collect();
  }
  return handle.deref() !== undefined;
}

test('sessions are collected, and are not once they are kept, however they are opened', async () => {
  expect(await isKept(await ended(http2.connect))).toBe(false);
  keepSessions();
  expect(await isKept(await ended(http2.connect))).toBe(true);
  expect(await isKept(await ended(namespace.connect))).toBe(true);
});
