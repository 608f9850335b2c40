import { durationFromMs, durationMs } from '@bufbuild/protobuf/wkt';
import type { Observation } from '../../contract/generated.ts';
import type { Stage, StagePlan, StageServer } from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { ROUNDING } from './basics.ts';

export const SOURCE =
  'gRPC "Deadlines" guide, "Deadline propagation": a server that calls on may hand its deadline on, as a timeout from which the time that has passed is taken away; some languages do by themselves, in others the handler has to, and here it does';
const [UNARY] = KINDS as readonly [Kind];
const TIMEOUT_MS = 60_000;
/** For a call to come to the last of three servers, however busy they are. */
const ENOUGH_MS = 3_000;

/** All orders of the three languages, each library in some of them. */
const CHAINS = [
  ['ts-grpc-js', 'go-grpc', 'python-grpcio'],
  ['go-grpc', 'ts-grpc-js', 'python-grpcio'],
  ['go-grpc', 'python-grpcio', 'ts-grpc-js'],
  ['ts-connect', 'python-grpcio-aio', 'go-connect'],
  ['python-grpcio-aio', 'go-connect', 'ts-connect'],
  ['python-grpcio', 'ts-connect', 'go-connect'],
] as const;

/** Of those, where a server of each language is the last; what passes there takes its time. */
const PASSING: readonly number[] = [0, 3, 4];

type Ending = NonNullable<StagePlan['serverPlan']>['ending'];

/** The last server answers; those before call on. */
function chained(servers: readonly StageServer[], ending: Ending): StagePlan {
  const [, ...rest] = servers;
  const [next] = rest;
  if (next === undefined) {
    const steps = ending === undefined ? [step.sendBody(4, 1)] : [];
    return probePlan(UNARY, [requests(UNARY, 1)], { steps, ...(ending && { ending }) });
  }
  const onward = { ...chained(rest, ending), targets: [next.address] };
  return probePlan(UNARY, [requests(UNARY, 1)], { ending: { case: 'forward', value: onward } });
}

async function opened(stage: Stage, chain: readonly string[]): Promise<StageServer[]> {
  const servers: StageServer[] = [];
  for (const peer of chain) servers.push(await stage.server({ peer }));
  return servers;
}

/** What each server saw of the call, in the order of the chain. */
export async function hopsOf(stage: Stage, servers: readonly StageServer[], callId: string) {
  const hops: Observation[] = [];
  for (const [at, server] of servers.entries()) {
    const seen = (await server.observe(callId)).find(({ hop }) => hop === at);
    if (seen === undefined) stage.fail(`hop ${at + 1}`, `seen by ${server.peer}`, 'not seen');
    else hops.push(seen);
  }
  return hops;
}

export const leftOf = ({ timeLeft }: Observation) => timeLeft && durationMs(timeLeft);
export const said = (ms: number | undefined) => (ms === undefined ? 'none' : `${ms} ms`);

async function shrinks(stage: Stage, chain: readonly string[]): Promise<void> {
  const servers = await opened(stage, chain);
  const client = stage.client({ target: servers[0]?.address ?? '', timeoutMs: TIMEOUT_MS });
  const { code, callId } = await client.call(chained(servers, undefined));
  stage.check('code', 'OK', code);
  const hops = await hopsOf(stage, servers, callId);
  let most = TIMEOUT_MS * ROUNDING;
  for (const [at, hop] of hops.entries()) {
    const left = leftOf(hop);
    const isSo = left !== undefined && left > 0 && left <= most;
    const expected = `more than 0, at most ${most} ms`;
    stage.holds(`time left at hop ${at + 1}`, expected, said(left), isSo);
    most = Math.min(most, (left ?? most) * ROUNDING);
  }
  stage.note(`time left: ${hops.map((hop) => said(leftOf(hop))).join(', ')}`);
}

async function ends(stage: Stage, chain: readonly string[]): Promise<void> {
  const servers = await opened(stage, chain);
  const client = stage.client({ target: servers[0]?.address ?? '' });
  const waits: Ending = { case: 'awaitCancellation', value: {} };
  const timeout = durationFromMs(ENOUGH_MS);
  const { code, callId } = await client.call({ ...chained(servers, waits), timeout });
  // A server's reset may come before the client's own timer (docs/findings.md).
  const taken = ['DEADLINE_EXCEEDED', 'CANCELLED'];
  stage.holds('code', taken.join(' or '), code, taken.includes(code));
  const hops = await hopsOf(stage, servers, callId);
  // Those before may end by the status of the call that they made, which is over at the same time.
  stage.check('cancelled at the last hop', 'true', String(hops.at(-1)?.cancelled));
}

const shared = {
  source: SOURCE,
  issue: 'grpc/grpc-node#1542',
  tier: 'mixed',
  needs: needsOf(UNARY, 'server.forward', 'server.time-left', 'server.cancelled'),
  services: [],
} as const;

/** Deadlines over three servers, a language each. */
export const PROPAGATION_CASES: readonly ScenarioInit[] = CHAINS.flatMap((chain, at) => {
  const name = chain.map((peer) => peer.slice(0, peer.indexOf('-'))).join('-');
  const shrinking: ScenarioInit = {
    ...shared,
    id: `propagation/${name}`,
    title: `A deadline over ${chain.join(', ')} never grows from server to server`,
    scenario: (stage) => shrinks(stage, chain),
  };
  if (!PASSING.includes(at)) return [shrinking];
  return [
    shrinking,
    {
      ...shared,
      id: `propagation/${name}/exceeded`,
      title: `A deadline over ${chain.join(', ')} that passes ends the call at the last of them too`,
      scenario: (stage) => ends(stage, chain),
    },
  ];
});
