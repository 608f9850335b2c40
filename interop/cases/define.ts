import {
  create,
  type DescMessage,
  type DescMethod,
  type MessageInitShape,
  toBinary,
} from '@bufbuild/protobuf';
import type {
  Case,
  CasePlan,
  Expectation,
  Json,
  PlanCase,
  ScenarioCase,
  Suite,
} from '../contract/case.ts';
import type { StepSchema } from '../contract/generated.ts';

/** A step as cases write it. */
export type StepInit = MessageInitShape<typeof StepSchema>;

/** A case before it has a suite: ids are given without the suite's own. */
export type CaseInit = Init<PlanCase>;
export type ScenarioInit = Init<ScenarioCase>;

type Init<Kind extends Case> = Omit<Kind, 'suite' | 'tier' | 'needs'> &
  Partial<Pick<Kind, 'tier' | 'needs'>>;

/** A suite of cases; every id becomes `<suite>/<id>`, and an id given twice is an error. */
export function suite(id: string, cases: readonly (CaseInit | ScenarioInit)[]): Suite {
  const full = cases.map(
    (one): Case => ({ tier: 'every', needs: [], ...one, id: `${id}/${one.id}`, suite: id }),
  );
  const seen = new Set<string>();
  for (const one of full) {
    if (seen.has(one.id)) throw new Error(`case ${one.id} is there twice`);
    seen.add(one.id);
  }
  return { id, cases: full };
}

/** The path of a method: "/package.Service/Method" (gRPC over HTTP/2, "Path"). */
export function pathOf(method: DescMethod): string {
  return `/${method.parent.typeName}/${method.name}`;
}

/** Steps, one a function, so that a plan reads as what happens. */
export const step = {
  /** Sends a message of the method's input type. */
  send: <Desc extends DescMessage>(schema: Desc, message: MessageInitShape<Desc>): StepInit => ({
    action: {
      case: 'send',
      value: {
        payload: { content: { case: 'encoded', value: toBinary(schema, create(schema, message)) } },
      },
    },
  }),
  /** Sends `count` Probe messages with bodies of `size` bytes. */
  sendBody: (size: number, seed = 0, count = 1): StepInit => ({
    action: {
      case: 'send',
      value: {
        payload: { content: { case: 'pattern', value: { size: BigInt(size), seed } } },
        count,
      },
    },
  }),
  /** Server: sends the response headers now. */
  sendHeaders: (metadata: { name: string; value: Uint8Array }[]): StepInit => ({
    action: { case: 'sendHeaders', value: { metadata } },
  }),
  receive: (count = 1): StepInit => ({ action: { case: 'receive', value: { count } } }),
  halfClose: (): StepInit => ({ action: { case: 'halfClose', value: {} } }),
  cancel: (): StepInit => ({ action: { case: 'cancel', value: {} } }),
  awaitSignal: (name: string): StepInit => ({ action: { case: 'awaitSignal', value: { name } } }),
  drain: (background = false): StepInit => ({ action: { case: 'drain', value: { background } } }),
} as const;

interface UnaryRest {
  readonly id: string;
  readonly source: string;
  readonly needs?: readonly string[];
  readonly plan?: Partial<CasePlan>;
  readonly expect: Partial<Expectation> & Pick<Expectation, 'code'>;
}

/**
 * A case of one request: unary, or server streaming. The server must see the request as
 * `request`, its ProtoJSON written by hand, when that is given.
 */
export function single<In extends DescMessage>(
  title: string,
  method: DescMethod & { input: In },
  request: MessageInitShape<In>,
  rest: UnaryRest,
  requestJson?: Json,
): CaseInit {
  const kind = method.methodKind === 'unary' ? 'unary' : 'server-stream';
  return {
    id: rest.id,
    title,
    source: rest.source,
    needs: [`client.${kind}`, `server.${kind}`, ...(rest.needs ?? [])],
    plan: { method: pathOf(method), steps: [step.send(method.input, request)], ...rest.plan },
    expect: {
      observed: {
        seen: true,
        ...(requestJson === undefined ? {} : { messages: [{ json: requestJson }] }),
      },
      ...rest.expect,
    },
  };
}
