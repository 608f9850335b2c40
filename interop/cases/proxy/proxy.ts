import { isScenario, type PlanCase, type Suite, type Through } from '../../contract/case.ts';
import type { Tier } from '../../contract/vocabulary.ts';
import { cancellation } from '../cancellation/cancellation.ts';
import { BASIC_CASES } from '../deadline/basics.ts';
import { type CaseInit, suite } from '../define.ts';
import { ENDING_CASES } from '../exceptions/endings.ts';
import { CODE_CASES } from '../status/codes.ts';
import { streams } from '../streams/streams.ts';
import { subjects } from '../subjects.ts';
import { users } from '../users.ts';
import { balancing } from './balancing.ts';
import { bigMetadata } from './big-metadata.ts';
import { serverEndsFirst } from './server-ends-first.ts';

interface PassedOn {
  readonly from: Suite;
  readonly tiers?: readonly Tier[];
  readonly but?: RegExp;
}

/** What a proxy must let through as it is, from the suites that hold without one. */
const PASSED_ON: readonly PassedOn[] = [
  { from: users },
  { from: subjects },
  { from: streams },
  {
    from: suite('status', CODE_CASES),
    tiers: ['every', 'pairs'],
    but: /-messages\/(?!unavailable|not-found|internal|resource-exhausted)/,
  },
  { from: suite('deadline', BASIC_CASES) },
  { from: cancellation },
  { from: suite('exceptions', ENDING_CASES), but: /return-nothing/ },
];

const plans: readonly PlanCase[] = PASSED_ON.flatMap(({ from, tiers = ['every'], but }) =>
  from.cases.flatMap((one) =>
    isScenario(one) || !tiers.includes(one.tier) || but?.test(one.id) === true ? [] : [one],
  ),
);

/**
 * Uploads that fill a window, which are made weekly: a tap that changes a message in one may send a few bytes more than
 * a proxy's window has room for, and the proof would fail by FLOW_CONTROL_ERROR, once in some runs.
 */
const UPLOAD = /^streams\/(client|bidi)-stream\/large$/;

/** The same case with a proxy between: `proxy/nginx/streams/unary/one-for-one`. */
function behind(
  through: Through,
  name: string,
  { suite: _, tier: __, ...one }: PlanCase,
): CaseInit {
  return {
    ...one,
    id: `${name}/${one.id}`,
    title: `Through ${name.replace('-', ' with ')}: ${one.title}`,
    // A proxy speaks with either side apart: which client it is means nothing to the server.
    tier: UPLOAD.test(one.id) ? 'dear' : 'each-peer',
    through,
  };
}

/**
 * Streams that the server ends before the client has are left to `server-ends-first`: the server's reset then
 * races with its status inside the proxy. And an upload to a grpc-js server through HAProxy, which may
 * stop for good with all other calls of the client's connection (docs/findings.md).
 */
const ENDS_FIRST = /^(status|exceptions)\/(client|bidi)-stream\/(before|native)/;
const STALLS: Readonly<Record<Through['proxy'], string>> = {
  nginx: '',
  haproxy: 'streams/client-stream/large',
};

function passesOn(kind: Through['proxy'], { id }: PlanCase): boolean {
  return !ENDS_FIRST.test(id) && id !== STALLS[kind];
}

/** What only matters with a proxy between. */
const own: readonly PlanCase[] = [...bigMetadata, serverEndsFirst];

/** With TLS in front it is enough to see that all four kinds pass, and an error. */
const WITH_TLS =
  /^(users\/two-users-by-id|streams\/.*\/several|streams\/bidi-stream\/lockstep-10|subjects\/(math|unknown-subject))$/;

/** gRPC through nginx and HAProxy: whatever holds without them. */
export const proxy = suite(
  'proxy',
  (['nginx', 'haproxy'] as const).flatMap((kind) => [
    ...[...plans.filter((one) => passesOn(kind, one)), ...own].map((one) =>
      behind({ proxy: kind, front: 'h2c' }, kind, one),
    ),
    ...plans
      .filter((one) => WITH_TLS.test(one.id))
      .map((one) => behind({ proxy: kind, front: 'tls' }, `${kind}-tls`, one)),
    ...balancing(kind),
  ]),
);
