import type { Stage } from '../../contract/stage.ts';
import { type ScenarioInit, suite } from '../define.ts';

const SOURCE = 'source document S2, concurrency';

/** Calls of the document's thread pool, `max_workers=100`. */
const POOL = 100;
/** How long the call that must wait is watched for not being entered, in milliseconds. */
const WATCHED_MS = 300;
const PROCESSES = 3;
/** Of so many connections every one of three processes misses all by chance once in 10 million: 3 (2/3)^40. */
const CONNECTIONS = 40;

async function held(stage: Stage, count: number, options: { readonly threads?: number } = {}) {
  const server = await stage.server(options);
  const client = stage.client({ target: server.address, timeoutMs: 25_000 });
  await client.call();
  const calls = await Promise.all(Array.from({ length: count }, () => client.hold(15_000)));
  const entered = calls.filter((one) => one !== undefined);
  stage.check('in their handlers', String(count), String(entered.length));
  return { client, entered };
}

/** All handlers run side by side. */
async function hundred(stage: Stage): Promise<void> {
  const { entered } = await held(stage, POOL);
  const seen = await Promise.all(entered.map((one) => one.release()));
  const ok = seen.filter((one) => one.code === 'OK').length;
  stage.check('OK', String(entered.length), String(ok));
}

/** The pool is full: one more waits until a handler ends. */
async function oneMore(stage: Stage): Promise<void> {
  const { client, entered } = await held(stage, POOL, { threads: POOL });
  const waiting = client.call();
  const early = await Promise.race([waiting.then(() => 'served'), stage.sleep(WATCHED_MS)]);
  stage.check('call 101 while the pool is full', 'waits', early ?? 'waits');
  const [first, ...others] = entered;
  await first?.release();
  stage.check('call 101 when a handler has ended', 'OK', (await waiting).code);
  await Promise.all(others.map((one) => one.release()));
}

/** Several processes listen on one port: each gets its share of connections. */
async function processes(stage: Stage): Promise<void> {
  const server = await stage.server({ processes: PROCESSES });
  const client = stage.client({ target: server.address, fresh: true });
  const seen = await client.calls(CONNECTIONS, { atOnce: 8 });
  stage.check('OK', String(CONNECTIONS), String(seen.filter((one) => one.code === 'OK').length));
  const ids = seen.map(({ outcome }) => {
    const found = outcome.trailers.find(({ name }) => name === 'crosswire-process');
    return found === undefined ? 'none' : new TextDecoder().decode(found.value);
  });
  const told = [...new Set(ids)].filter((id) => id !== 'none');
  const had = told.map((id) => ids.filter((one) => one === id).length);
  stage.note(`connections a process: ${had.join(', ')}`);
  stage.check('processes that served', String(PROCESSES), String(had.length));
  stage.check('calls without a process', '0', String(ids.filter((id) => id === 'none').length));
}

const scenario = (init: Omit<ScenarioInit, 'source' | 'tier' | 'services'>): ScenarioInit => ({
  ...{ source: SOURCE, tier: 'each-peer', services: [] },
  ...init,
});

/** Many calls at once in one process, and many processes on one port. */
export const concurrency = suite('concurrency', [
  scenario({
    id: 'hundred-at-once',
    title: 'A hundred slow calls on one connection are all in their handlers at once',
    scenario: hundred,
  }),
  scenario({
    id: 'full-pool',
    title: 'With a pool of a hundred threads call 101 waits until one is free',
    needs: ['server.threads'],
    scenario: oneMore,
  }),
  scenario({
    id: 'processes-on-one-port',
    title: 'Three processes on one port each get connections',
    needs: ['server.processes'],
    scenario: processes,
  }),
]);
