import {
  create,
  type DescMessage,
  type DescMethod,
  type MessageInitShape,
  toBinary,
} from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
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
import type { Tier } from '../contract/vocabulary.ts';

/** A step as cases write it. */
export type StepInit = MessageInitShape<typeof StepSchema>;

/** A case before it has a suite: ids are given without the suite's own. */
export type CaseInit = Init<PlanCase>;
export type ScenarioInit = Init<ScenarioCase>;

/** The tier `dear` is short for what is dear, and runs with every client and every server once. */
type Init<Kind extends Case> = Omit<Kind, 'suite' | 'tier' | 'needs'> & {
  readonly tier?: Tier | 'dear';
  readonly needs?: readonly string[];
};

/** A suite of cases; every id becomes `<suite>/<id>`, and an id given twice is an error. */
export function suite(id: string, cases: readonly (CaseInit | ScenarioInit)[]): Suite {
  const full = cases.map(
    (one): Case => ({ needs: [], ...one, ...placed(one), id: `${id}/${one.id}`, suite: id }),
  );
  const seen = new Set<string>();
  for (const one of full) {
    if (seen.has(one.id)) throw new Error(`case ${one.id} is there twice`);
    seen.add(one.id);
  }
  return { id, cases: full };
}

/** What brings listeners or proxies of its own runs with each pair once, and not over again on another transport. */
function placed(one: CaseInit | ScenarioInit): Pick<Case, 'tier' | 'dear'> {
  if (one.tier === 'dear') return { tier: 'each-peer', dear: true };
  const itsOwn = 'scenario' in one || one.through !== undefined || one.listen !== undefined;
  if (itsOwn && one.tier === 'every')
    throw new Error(`case ${one.id} brings a transport of its own`);
  return { tier: one.tier ?? (itsOwn ? 'pairs' : 'every') };
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
  /** Cancels once that signal is there, whatever step is under way by then. */
  cancelWhen: (name: string): StepInit => ({ action: { case: 'cancel', value: { when: name } } }),
  awaitSignal: (name: string): StepInit => ({ action: { case: 'awaitSignal', value: { name } } }),
  /** Takes no messages for so many milliseconds. */
  pauseReading: (ms: number): StepInit => ({
    action: { case: 'pauseReading', value: { duration: durationFromMs(ms) } },
  }),
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
