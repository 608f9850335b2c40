import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { CODES } from '../../contract/code.ts';
import type { Stage, StagePlan } from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { UNKNOWN_SOURCE } from './endings.ts';
import { breaking, WAYS } from './thrown.ts';

/** A Break is how a handler ends that shouldn't. */
interface Break {
  readonly id: string;
  readonly title: string;
  readonly need: string;
  readonly kinds: readonly Kind[];
  readonly plan: (kind: Kind) => StagePlan;
}

const SINGLE = KINDS.filter(({ manyResponses }) => !manyResponses);

const BREAKS: readonly Break[] = [
  ...WAYS.map((way) => ({
    id: way.id,
    title: way.title.toLowerCase(),
    need: way.need,
    kinds: KINDS,
    plan: (kind: Kind) => breaking(kind, way),
  })),
  {
    id: 'return-nothing',
    title: 'a handler that returns nothing',
    need: 'server.return-nothing',
    kinds: SINGLE,
    plan: (kind) =>
      probePlan(kind, [requests(kind, 1)], { ending: { case: 'returnNothing', value: {} } }),
  },
  {
    id: 'go-on',
    title: 'a handler that goes on after its status',
    need: 'server.go-on',
    kinds: KINDS,
    plan: (kind) =>
      probePlan(kind, [requests(kind, 1)], {
        ending: {
          case: 'goOn',
          value: { status: { code: CODES.ABORTED }, steps: [step.sendBody(4, 1)] },
        },
      }),
  },
];

/** The deadline of calls whose handlers break: a library may never end them. */
const TIMEOUT_MS = 500;

async function servesOn(stage: Stage, { kinds, plan }: Break): Promise<void> {
  const { address } = await stage.server();
  const client = stage.client({ target: address });
  for (const kind of kinds) {
    await client.call({ ...plan(kind), timeout: durationFromMs(TIMEOUT_MS) });
    const next = probePlan(kind, [requests(kind, 1)], { steps: [step.sendBody(4, 1)] });
    const { code, outcome } = await client.call(next);
    stage.check(`${kind.id}, the next call`, 'OK', code);
    stage.check(`${kind.id}, its messages`, '1', String(outcome.messages.length));
  }
}

/** The server answers the next call on the same connection, whatever its handlers did. */
export const NEXT_CALL_CASES: readonly ScenarioInit[] = BREAKS.map((one) => ({
  id: `next-call/after-${one.id}`,
  title: `After ${one.title} the server answers the next call of each kind on the same connection`,
  source: `${UNKNOWN_SOURCE}: of that call, and of no other`,
  issue: 'grpc/grpc-go#441',
  tier: 'each-peer',
  needs: [...KINDS.flatMap((kind) => needsOf(kind)), one.need],
  services: [],
  scenario: (stage) => servesOn(stage, one),
}));
