import type { Stage } from '../../contract/stage.ts';
import type { ScenarioInit } from '../define.ts';
import { noneLost, recoversWithin } from '../discovery/run-of-calls.ts';
import { goesRound, orderText } from '../discovery/spread.ts';

/** A proxy that meets a dead upstream goes to the next one: calls that were under way there may fail. */
const RECOVERY_MS = 5_000;
/** Calls go on so long after that, or none would tell that it took longer. */
const BEYOND_MS = 1_000;
/** So many calls are made before an upstream is killed. */
const BEFORE = 10;

/** A call that is left without a word is given up after this, and its caller goes on. */
const PATIENCE_MS = 3_000;

/**
 * What a call may end with that was under way. nginx resets one whose response had begun with INTERNAL_ERROR, which is
 * INTERNAL to a client (gRPC over HTTP/2, "Errors").
 */
const UNDER_WAY = {
  nginx: ['DEADLINE_EXCEEDED', 'INTERNAL'],
  haproxy: ['DEADLINE_EXCEEDED'],
} as const;

async function roundRobin(stage: Stage, kind: 'nginx' | 'haproxy'): Promise<void> {
  const servers = await stage.servers();
  const client = stage.client({ target: await stage.proxy(kind, servers) });
  await client.call();
  const names = servers.map((one) => one.name);
  const seen = await client.calls(12);
  const order = orderText(seen, names);
  stage.holds('order', 'one server after the other, again and again', order, goesRound(order, 3));
  noneLost(stage, seen);
}

/** An upstream is killed while calls run through the proxy. */
async function deadUpstream(stage: Stage, kind: 'nginx' | 'haproxy'): Promise<void> {
  const [one, two] = await stage.servers();
  const prey = await stage.server({ apart: true, peer: 'go-grpc' });
  const target = await stage.proxy(kind, [one, two, prey]);
  const client = stage.client({ target, timeoutMs: PATIENCE_MS });
  stage.check('not reached', '', (await client.reach([one, two, prey])).join(', '));
  const load = client.load();
  // That nothing failed before it is said of calls that have ended, however busy the machine is.
  const before = await client.calls(BEFORE, { atOnce: 2 });
  const since = stage.now();
  await prey.kill();
  await stage.sleep(RECOVERY_MS + BEYOND_MS);
  const seen = [...before, ...(await load.stop())];
  recoversWithin(stage, seen, since, RECOVERY_MS, UNDER_WAY[kind]);
  const after = await client.calls(12);
  noneLost(stage, after);
}

/** Spread and failover of a proxy over servers of three languages. */
export const balancing = (kind: 'nginx' | 'haproxy'): readonly ScenarioInit[] => [
  {
    id: `${kind}/round-robin`,
    title: `${kind} goes round over servers of three languages, RPC by RPC on one connection`,
    source: 'source document S2: nginx grpc_pass balances the load',
    tier: 'mixed',
    services: [kind],
    scenario: (stage) => roundRobin(stage, kind),
  },
  {
    id: `${kind}/upstream-dies`,
    title: `${kind} goes on with the others when a server is killed`,
    source:
      'source document S2; gRPC "HTTP to gRPC Status Code Mapping": 502, 503 and 504 are UNAVAILABLE',
    tier: 'mixed',
    ...{ calm: true, waitsMs: RECOVERY_MS },
    services: [kind],
    scenario: (stage) => deadUpstream(stage, kind),
  },
];
