import { durationFromMs } from '@bufbuild/protobuf/wkt';
import type { CodeName } from '../../contract/code.ts';
import { Throw_Kind } from '../../contract/generated.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { UNKNOWN_SOURCE } from './endings.ts';

/** A Way is one way out of a handler that isn't the library's own. */
export interface Way {
  readonly id: 'error' | 'panic' | 'later' | 'cancellation';
  readonly kind: Throw_Kind;
  readonly title: string;
  /** The capability of servers that have it. */
  readonly need: string;
  readonly code: CodeName | readonly CodeName[];
  readonly source: string;
  readonly issue: string;
}

/** The ways out of a handler (proto/crosswire/peer/v1/plan.proto, Throw). */
export const WAYS: readonly Way[] = [
  {
    id: 'error',
    kind: Throw_Kind.ERROR,
    title: 'A plain error',
    need: 'server.native-error',
    code: 'UNKNOWN',
    source: UNKNOWN_SOURCE,
    issue: 'grpc/grpc-node#290',
  },
  {
    id: 'panic',
    kind: Throw_Kind.PANIC,
    title: 'A panic',
    need: 'server.panic',
    code: 'UNKNOWN',
    source: UNKNOWN_SOURCE,
    issue: 'grpc/grpc-go#441',
  },
  {
    id: 'later',
    kind: Throw_Kind.LATER,
    title: 'An error that is thrown after the first wait',
    need: 'server.throw-later',
    code: 'UNKNOWN',
    source: UNKNOWN_SOURCE,
    issue: 'grpc/grpc-node#290',
  },
  {
    id: 'cancellation',
    kind: Throw_Kind.CANCELLATION,
    title: "The language's own error for a cancellation, though nobody cancelled,",
    need: 'server.throw-cancellation',
    code: ['UNKNOWN', 'CANCELLED'],
    source: `${UNKNOWN_SOURCE}; CANCELLED is "typically" the caller's doing, so that a library may take the error by its name: the specification doesn't say`,
    issue: 'grpc/grpc#36193',
  },
];

/** A text of the handler's own, which has no business at the client. */
export const SECRET = 'db.internal:5432 password=hunter2';

/** Long enough for a call on a loaded machine; what a library never ends shall not be waited for longer. */
const TIMEOUT_MS = 10_000;

/** A plan whose handler breaks in this way. */
export function breaking(kind: Kind, way: Way, { after = false }: { after?: boolean } = {}) {
  const plan = probePlan(kind, [requests(kind, 1)], {
    steps: after ? [step.sendBody(4, 1, 2)] : [],
    ending: { case: 'throw', value: { kind: way.kind, text: SECRET } },
  });
  return { ...plan, timeout: durationFromMs(TIMEOUT_MS) };
}

function thrown(kind: Kind, way: Way, after: boolean): CaseInit {
  return {
    id: `${kind.id}/${way.id}${after ? '-after-messages' : ''}`,
    title: `${way.title} out of a ${kind.id} handler ${after ? 'that has sent messages ' : ''}ends the call as an error`,
    source: way.source,
    issue: way.issue,
    tier: 'each-peer',
    needs: needsOf(kind, way.need),
    plan: breaking(kind, way, { after }),
    expect: { code: way.code, ...(after ? {} : { messages: [] }), observed: { seen: true } },
  };
}

/** Which code it is, other cases say. */
const ERRORS = ['UNKNOWN', 'INTERNAL', 'CANCELLED'] as const;

function keepsBack(kind: Kind, way: Way): CaseInit {
  return {
    id: `${kind.id}/kept-back/${way.id}`,
    title: `${way.title} out of a ${kind.id} handler doesn't tell the client its text`,
    source:
      'CWE-209, error messages with sensitive information: what a handler did not mean for its client is not to reach it; no sentence of gRPC says so',
    issue: 'grpc/grpc-node#290',
    tier: 'each-peer',
    needs: needsOf(kind, way.need),
    plan: breaking(kind, way),
    expect: {
      code: ERRORS,
      keepsBack: SECRET,
      messages: [],
      observed: { seen: true },
    },
  };
}

const OTHER_WAYS = WAYS.filter(({ id }) => id !== 'error');

/** Errors that leave a handler in each way of the language, and what becomes of their text. */
export const THROWN_CASES: readonly CaseInit[] = KINDS.flatMap((kind) => [
  ...OTHER_WAYS.map((way) => thrown(kind, way, false)),
  ...(kind.manyResponses ? OTHER_WAYS.map((way) => thrown(kind, way, true)) : []),
  ...WAYS.map((way) => keepsBack(kind, way)),
]);
