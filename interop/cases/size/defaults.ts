import type { Expectation } from '../../contract/case.ts';
import { probe } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan } from '../kinds.ts';
import { bodyOfEncoded } from './lengths.ts';

const [UNARY, , CLIENT] = KINDS as readonly [Kind, Kind, Kind];

/** What gRPC libraries take where nobody says otherwise. */
const DEFAULT = 4 * 1024 * 1024;

const SOURCE =
  'no sentence of the protocol: 4 MiB is the default of what is received by the documentation of grpc (grpc.max_receive_message_length), grpc-go (MaxRecvMsgSize) and grpc-js; statuscodes.md: beyond it RESOURCE_EXHAUSTED';

/** Large calls that end early leave something behind on a connection (docs/findings.md, "Five early ends"). */
const ALONE = { channel: { fresh: true } };

/** Who receives the large message, in a call of which the other message is small. */
interface Side {
  readonly by: 'server' | 'client';
  readonly kind: Kind;
  readonly plan: (body: number) => CaseInit['plan'];
  readonly all: (body: number) => Pick<Expectation, 'messages' | 'observed'>;
}

const SIDES: readonly Side[] = [
  {
    by: 'server',
    kind: CLIENT,
    plan: (body) =>
      probePlan(CLIENT, [step.sendBody(0), step.sendBody(body, 1)], {
        steps: [step.drain(), step.sendBody(4, 1)],
      }),
    all: (body) => ({
      messages: [probe.response(4, 1)],
      observed: { seen: true, messages: [probe.request(0), probe.request(body, 1)] },
    }),
  },
  {
    by: 'client',
    kind: UNARY,
    plan: (body) => probePlan(UNARY, [step.sendBody(3)], { steps: [step.sendBody(body, 1)] }),
    all: (body) => ({
      messages: [probe.response(body, 1)],
      observed: { seen: true, messages: [probe.request(3)] },
    }),
  },
];

function taken({ by, kind, plan, all }: Side, less: 0 | 1): CaseInit {
  const body = bodyOfEncoded(DEFAULT - less);
  return {
    id: `default/${by}/${less === 0 ? 'exact' : 'one-less'}`,
    title: `A ${by} takes ${less === 0 ? '4 MiB' : '4 MiB - 1'} without being asked to`,
    source: SOURCE,
    tier: less === 0 ? 'each-peer' : 'dear',
    needs: needsOf(kind),
    plan: { ...plan(body), ...ALONE },
    expect: { code: 'OK', ...all(body) },
  };
}

function refused({ by, kind, plan }: Side): CaseInit {
  return {
    id: `default/${by}/one-more`,
    title: `4 MiB + 1 are RESOURCE_EXHAUSTED at a ${by} that was not told to take them`,
    source: SOURCE,
    issue: 'connect-go#961',
    tier: 'each-peer',
    needs: needsOf(kind),
    plan: { ...plan(bodyOfEncoded(DEFAULT + 1)), ...ALONE },
    expect: { code: 'RESOURCE_EXHAUSTED', messages: [], observed: { seen: true } },
  };
}

/** What is taken when nobody has set a limit. */
export const defaults: readonly CaseInit[] = SIDES.flatMap((side) => [
  taken(side, 1),
  taken(side, 0),
  refused(side),
]);
