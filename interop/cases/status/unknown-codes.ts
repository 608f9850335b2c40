import { CODES } from '../../contract/code.ts';
import type { Stage, StagePlan } from '../../contract/stage.ts';
import type { CaseInit, ScenarioInit } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';

const SOURCE =
  'grpc/grpc doc/statuscodes.md: a status of an error space that is not known here is UNKNOWN, and "Error parsing returned status" is; gRPC over HTTP/2, "Status" is 1*DIGIT, so that a server has no way to send -1';

/** Numbers that no status has, as a handler may set them through its library. */
const NUMBERS = [
  { id: '17', code: 17 },
  { id: '99', code: 99 },
  { id: '1111', code: 1111 },
  { id: 'minus-one', code: -1 },
] as const;

type Numbered = (typeof NUMBERS)[number];

function plan(kind: Kind, code: number) {
  return probePlan(kind, [requests(kind, 1)], {
    ending: { case: 'status', value: { code, message: 'no such code' } },
  });
}

function noCode(kind: Kind, { id, code }: Numbered): CaseInit {
  return {
    id: `${kind.id}/no-code/${id}`,
    title: `A ${kind.id} handler that ends with ${code}, which is no code, is UNKNOWN at the client`,
    source: SOURCE,
    issue: 'grpc/grpc#13321',
    tier: 'pairs',
    needs: needsOf(kind),
    plan: { ...plan(kind, code), channel: { fresh: true } },
    expect: { code: 'UNKNOWN', messages: [], observed: { seen: true } },
  };
}

const [UNARY] = KINDS as readonly [Kind];
const AFTER = ['NOT_FOUND', 'OK', 'ABORTED', 'NOT_FOUND'] as const;

/** What the calls before and after a status that is no code have, on one connection. */
async function others(stage: Stage, code: number): Promise<void> {
  const { address } = await stage.server();
  const client = stage.client({ target: address });
  const ended = async (field: string, of: keyof typeof CODES) => {
    const asked: StagePlan = plan(UNARY, CODES[of]);
    stage.check(field, of, (await client.call(asked)).code);
  };
  await ended('before', 'NOT_FOUND');
  await client.call(plan(UNARY, code));
  for (const [at, one] of AFTER.entries()) await ended(`after ${at + 1}`, one);
}

function keepsOthers({ id, code }: Numbered): ScenarioInit {
  return {
    id: `no-code/others-after-${id}`,
    title: `After a status of ${code}, which is no code, other calls on the connection have the statuses that their handlers gave`,
    source: `${SOURCE}; gRPC over HTTP/2, "Responses": a status is that of its own stream`,
    needs: needsOf(UNARY),
    services: [],
    scenario: (stage) => others(stage, code),
  };
}

/** A number that is no code ends a call as UNKNOWN: whether the server sees to it, or the client. */
export const UNKNOWN_CODE_CASES: readonly (CaseInit | ScenarioInit)[] = [
  ...KINDS.filter(({ id }) => id === 'unary' || id === 'bidi-stream').flatMap((kind) =>
    NUMBERS.map((one) => noCode(kind, one)),
  ),
  ...NUMBERS.map(keepsOthers),
];
