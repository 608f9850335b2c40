import { durationMs } from '@bufbuild/protobuf/wkt';
import type { Expectation, PlanCase } from '../contract/case.ts';
import { CODES } from '../contract/code.ts';
import {
  type CallPlan,
  Codec,
  Probe,
  type ServerPlan,
  type Step,
  type Throw,
  Throw_Kind,
} from '../contract/generated.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { actOf, bodyOf, fieldOf, readPlan, statusOf } from './acts.ts';
import { echoing, givenServer } from './given.ts';
import type {
  Act,
  ClientPart,
  Encoding,
  Ending,
  Program,
  ServerPart,
  Shape,
  Spoken,
} from './program.ts';
import { NotSmallError } from './program.ts';
import { showsOf } from './shows.ts';

const PROBE = `/${Probe.typeName}/`;

/** Which of Probe's methods has which shape; the given services' by their names. */
const SHAPES: Readonly<Record<string, Shape>> = {
  Unary: { manyRequests: false, manyResponses: false },
  ServerStream: { manyRequests: false, manyResponses: true },
  ClientStream: { manyRequests: true, manyResponses: false },
  BidiStream: { manyRequests: true, manyResponses: true },
  GetSubjectQuestionTypes: { manyRequests: false, manyResponses: true },
  StreamingOutputCall: { manyRequests: false, manyResponses: true },
  StreamingInputCall: { manyRequests: true, manyResponses: false },
  FullDuplexCall: { manyRequests: true, manyResponses: true },
};

/** How long it takes at most until a handler is entered, for the plans in which the harness tells. */
const ENTERED: Act = {
  do: 'sleep',
  ms: 500,
  why: 'Long enough for the handler to be entered.',
};

/**
 * The case as two small programs, which print the fields that differ. Throws a NotSmallError where that
 * can't be.
 */
export function programOf(testCase: PlanCase, cell: Cell, differing: readonly string[]): Program {
  const plan = readPlan(testCase.plan);
  const name = plan.method.slice(plan.method.lastIndexOf('/') + 1);
  const shape = SHAPES[name] ?? { manyRequests: false, manyResponses: false };
  const acts = actsOf(plan.steps);
  const probe = plan.method.startsWith(PROBE);
  const client = {
    ...clientActs(acts, shape),
    metadata: plan.metadata.map(fieldOf),
    timeoutMs: plan.timeout && durationMs(plan.timeout),
    encoding: encodingOf(plan.compression),
    ...shown(testCase.expect),
  };
  const server = plan.serverPlan
    ? scripted(plan.serverPlan, shape)
    : probe
      ? echoing(acts, shape)
      : givenServer(testCase.expect, shape);
  const shows = showsOf(testCase.expect.observed, differing);
  const awaits = server.ending.is === 'await-cancellation';
  return {
    shape,
    spoken: spokenOf(cell, plan),
    client,
    server,
    shows: { ...shows, cancelled: shows.cancelled && !awaits },
  };
}

function spokenOf({ protocol, transport }: Cell, { codec, httpGet }: CallPlan): Spoken {
  if (httpGet) throw new NotSmallError('it is called by GET');
  return { protocol, http1: transport === 'http1', json: codec === Codec.JSON };
}

/** A drain behind one in the background waits for that one. */
function actsOf(steps: readonly Step[]): Act[] {
  const acts = steps.map((step) => actOf(step, ENTERED));
  const first = acts.findIndex((act) => act.do === 'drain' && act.background);
  const joins = (act: Act, at: number) => first !== -1 && at > first && act.do === 'drain';
  return acts.map((act, at) => (joins(act, at) ? { do: 'join' } : act));
}

function shown({ headers = [], trailers = [] }: Expectation) {
  const names = (data: typeof headers) => [...new Set(data.map(({ name }) => name))];
  return { headers: names(headers), trailers: names(trailers) };
}

/** The request, or those up to the half-close; and what comes then. */
function clientActs(
  acts: readonly Act[],
  { manyRequests }: Shape,
): Pick<ClientPart, 'cancelled' | 'requests' | 'then'> {
  const cancelled = acts[0]?.do === 'cancel';
  const rest = cancelled ? acts.slice(1) : acts;
  const last = manyRequests
    ? rest.findIndex((act) => act.do === 'half-close')
    : rest.findIndex((act) => act.do === 'send');
  const split = last === -1 ? rest.length : last + (manyRequests ? 0 : 1);
  const requests = rest.slice(0, split).filter((act) => act.do !== 'half-close');
  const then = rest.slice(split).filter((act) => act.do !== 'half-close');
  const none: Act = { do: 'send', body: { zeros: 0 }, count: 1 };
  const single = requests.find((act) => act.do === 'send') ?? none;
  return { cancelled, requests: manyRequests ? requests : [single], then };
}

function scripted(plan: ServerPlan, shape: Shape): ServerPart {
  const acts = actsOf(plan.steps);
  return {
    acts: shape.manyRequests ? entered(acts) : acts.filter((act) => act.do !== 'receive'),
    ending: endingOf(plan),
    encoding: encodingOf(plan.compression),
  };
}

/** A scripted handler has read its first request when it begins. */
function entered(acts: readonly Act[]): Act[] {
  const first = acts[0];
  if (first?.do === 'receive' || first?.do === 'drain') return [...acts];
  const rest = acts.map((act, at): Act => {
    const isFirst = acts.findIndex((one) => one.do === 'receive') === at;
    return isFirst && act.do === 'receive' ? { ...act, count: act.count - 1 } : act;
  });
  const kept = rest.filter((act) => act.do !== 'receive' || act.count > 0);
  return [{ do: 'receive', count: 1 }, ...kept];
}

function endingOf({ ending }: ServerPlan): Ending {
  switch (ending.case) {
    case undefined:
      return { is: 'status', status: { code: CODES.OK, message: '', trailers: [] } };
    case 'status':
      return { is: 'status', status: statusOf(ending.value) };
    case 'throw':
      return thrown(ending.value);
    case 'returnNothing':
      return { is: 'nothing' };
    case 'statusAndMessage': {
      const { status, payload } = ending.value;
      if (status === undefined) throw new NotSmallError('a status and message without a status');
      return { is: 'status-and-message', status: statusOf(status), body: bodyOf(payload) };
    }
    case 'awaitCancellation':
      return { is: 'await-cancellation' };
    case 'forward':
      throw new NotSmallError('its server calls on to a third program');
    case 'goOn':
      throw new NotSmallError('its handler goes on after the status');
  }
}

function thrown({ kind, text }: Throw): Ending {
  if (kind === Throw_Kind.LATER) throw new NotSmallError('its handler throws after a first wait');
  if (kind === Throw_Kind.CANCELLATION) {
    throw new NotSmallError("its handler throws its language's own error for a cancellation");
  }
  return { is: 'throw', text, panic: kind === Throw_Kind.PANIC };
}

const ENCODINGS: readonly (Encoding | undefined)[] = [undefined, 'identity', 'gzip', 'deflate'];

function encodingOf(compression: number): Encoding | undefined {
  return ENCODINGS[compression];
}
