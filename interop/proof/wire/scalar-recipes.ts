import { durationFromMs } from '@bufbuild/protobuf/wkt';
import type { PlanCase } from '../../contract/case.ts';
import type { ExpectedFacts } from '../../contract/facts.ts';
import type { Direction } from '../../contract/generated.ts';
import { TO_CLIENT, TO_SERVER } from './payloads.ts';
import { has, is, type Passed, pathOf, type Recipe, type Tampered, way } from './recipe.ts';
import { AT_ONCE, NEVER, NO_METHOD, planned } from './server-plan.ts';
import { endedFirst, orEndedFirst, withoutSignal } from './signals.ts';
import { speechOf } from './speech.ts';
import { codeWays, detailsWay, leakWays, messageWays } from './status-recipes.ts';
import { tamper } from './tamperings.ts';

type Of = (passed: Passed) => readonly (Omit<Recipe, 'name' | 'field'> & { about?: string })[];

/** Recipes of fields that are one value, by the field's name. */
export function scalarRecipes(field: string, passed: Passed): Recipe[] {
  return (RECIPES[field]?.(passed) ?? []).map(({ about, ...rest }) => ({
    ...{ name: about === undefined ? field : `${field}, ${about}`, field },
    ...rest,
  }));
}

const OWN_DEADLINE =
  'a call that only its client\'s own deadline ends: what the wire holds back, the client does not wait for (gRPC "Deadlines" guide)';

const RECIPES: Readonly<Record<string, Of>> = {
  code: (passed) => [{ ways: codeWays(passed) }],
  message: ({ seen }) => [{ ways: messageWays(seen.outcome.code) }],
  details: ({ seen }) => [{ ways: [detailsWay(seen.outcome.code, seen.outcome.message)] }],
  keptBack: (passed) => [{ ways: leakWays(passed) }],
  durationMs: (passed) => durationWays(passed),
  'facts.reply': () => [
    {
      ways: [
        way([tamper.trailers('grpc-status', '10')], has('ABORTED')),
        way([tamper.headers(':status', '299')], has('299')),
      ],
    },
  ],
  'facts.encodings': () => [
    {
      ways: [tamper.headers, tamper.trailers].map((set) =>
        way([set('grpc-accept-encoding', 'tampered')], is('tampered')),
      ),
    },
  ],
  'facts.codings': ({ testCase: { expect } }) => codingsRecipe(expect.facts, TO_CLIENT),
  'observed.facts.codings': ({ testCase: { expect } }) =>
    codingsRecipe(expect.observed.facts, TO_SERVER),
  'observed.seen': (passed) => [{ ways: unseenWays(passed) }],
  'observed.callId': ({ seen }) => [{ ways: callIdWays(seen) }],
  'observed.method': (passed) => [{ ways: methodWays(passed) }],
  'observed.userAgent': () => [
    { ways: [way([tamper.request('user-agent', 'tampered/1')], has('tampered/1'))] },
  ],
  'observed.cancelled': (passed) => [{ ways: cancelledWays(passed) }],
  'observed.timeLeft': (passed) => timeLeftWays(passed),
};

/**
 * A path that no server knows. A client that waits for the handler to be entered does without: the harness
 * can't tell it of a call that the server doesn't see. It goes on soon; or, where the call is not even sent by then, at
 * the call's end.
 */
function unseenWays(passed: Passed): Tampered[] {
  const { testCase } = passed;
  if (testCase.expect.observed.seen === false) {
    return [way([tamper.request(':path', otherMethod(passed))], is('true'))];
  }
  const plain = way([tamper.request(':path', NO_METHOD)], is('false'));
  const sleep = { case: 'sleep', value: { duration: durationFromMs(UNSEEN_MS) } } as const;
  return orEndedFirst({ ...plain, ...withoutSignal(testCase, sleep) }, testCase);
}

const UNSEEN_MS = 200;

/** Another method; whose handler, where it is scripted, ends at once: what the client waits for may never come. */
function methodWays(passed: Passed): Tampered[] {
  const other = otherMethod(passed);
  const plain = way([tamper.request(':path', other)], is(other));
  const plan = planned(passed, AT_ONCE);
  return plan.length === 0 ? [plain] : [way([...plain.tamperings, ...plan], is(other)), plain];
}

const SLOW_MS = { min: 30_000, max: 60_000 };

/** The case with a deadline so far away that no machine is so slow. */
function slow(testCase: PlanCase): PlanCase {
  const { instead = testCase } = endedFirst(testCase);
  return { ...instead, expect: { ...instead.expect, durationMs: SLOW_MS } };
}

/** On a loaded machine what ends at once takes longer than a short deadline: then all of it in larger times. */
function durationWays(passed: Passed) {
  const { min = 0, max = 0 } = passed.testCase.expect.durationMs ?? {};
  const ends = passed.testCase.plan.timeout !== undefined;
  const atOnce = planned(passed, AT_ONCE);
  const below = (least: number) => way(atOnce, (actual) => Number(actual) < least);
  const slowed = { ...below(SLOW_MS.min), instead: slow(passed.testCase) };
  const early = { about: 'too short', ways: [below(min), ...(ends ? [slowed] : [])] };
  const late = ends
    ? { about: 'too long', ways: [], leftOut: OWN_DEADLINE }
    : {
        about: 'too long',
        ways: [way([tamper.holdEnd(max + 100)], (actual) => Number(actual) > max)],
      };
  return min > 0 ? [early, late] : [late];
}

/** A second id; and where a server joins it to the first, under which nothing is found then, another one. */
function callIdWays(seen: Passed['seen']): Tampered[] {
  const [name, id] = ['crosswire-call-id', 'tampered'];
  return [
    way([tamper.requestToo(name, id)], both(seen)),
    { ...way([tamper.request(name, id)], is('false')), by: 'observed.seen' },
  ];
}

/** The value that is there, and one more, apart or joined. */
function both({ observation }: Passed['seen']) {
  const ids = observation?.metadata.filter(
    ({ name }) => name.toLowerCase() === 'crosswire-call-id',
  );
  return (actual: string) =>
    ids?.length === 1 && actual.includes('tampered') && actual !== '"tampered"';
}

const OTHERS: Readonly<Record<string, string>> = {
  '/crosswire.probe.v1.Probe/Unary': '/crosswire.probe.v1.Probe/ServerStream',
  '/crosswire.probe.v1.Probe/ServerStream': '/crosswire.probe.v1.Probe/Unary',
  '/crosswire.probe.v1.Probe/ClientStream': '/crosswire.probe.v1.Probe/BidiStream',
  '/crosswire.probe.v1.Probe/BidiStream': '/crosswire.probe.v1.Probe/ClientStream',
  '/MyService/Health': '/MyService/User',
  '/grpc.testing.TestService/FullDuplexCall': '/crosswire.probe.v1.Probe/BidiStream',
};

/** In Connect a unary call is written in another way than a stream. */
const OTHERS_OF_CONNECT: Readonly<Record<string, string>> = {
  '/crosswire.probe.v1.Probe/Unary': '/MyService/Health',
  '/crosswire.probe.v1.Probe/ServerStream': '/crosswire.probe.v1.Probe/BidiStream',
};

/** Another method, which takes as many requests. */
function otherMethod(passed: Passed): string {
  const method = pathOf(passed);
  const ofConnect = speechOf(passed.record).protocol === 'connect' ? OTHERS_OF_CONNECT : {};
  return ofConnect[method] ?? OTHERS[method] ?? '/MyService/Health';
}

/** The first message gone: what is left is written in some other way, or there is none. */
function codingsRecipe(facts: ExpectedFacts | undefined, direction: Direction) {
  const accepted = [facts?.codings ?? []].flat();
  return [{ ways: [way([tamper.drop(direction, 0)], (actual) => !accepted.includes(actual))] }];
}

/** A handler that is told when it must not be waits until a deadline that its client knows nothing of. */
function cancelledWays(passed: Passed): Tampered[] {
  if (passed.testCase.expect.observed.cancelled === true) {
    // A handler that ends at once may still be slower than a client that cancels.
    return orEndedFirst(way(planned(passed, AT_ONCE), is('false')), passed.testCase);
  }
  // On a loaded machine a short time may be over before the handler is entered.
  return ['200m', '3S'].map((timeout) =>
    way([...planned(passed, NEVER), tamper.request('grpc-timeout', timeout)], is('true')),
  );
}

/** A raw client's handler ends at once: no deadline of the client's own would end its script. */
function timeLeftWays(passed: Passed) {
  const { expect, plan } = passed.testCase;
  const expected = expect.observed.timeLeftMs;
  const ended = plan.raw === undefined ? [] : planned(passed, AT_ONCE);
  const left = (test: (ms: number) => boolean) => (actual: string) =>
    actual.endsWith(' ms') && test(Number.parseFloat(actual));
  const timeout = (text: string, told: Tampered['told']) =>
    way([tamper.request('grpc-timeout', text), ...ended], told);
  const none = way([tamper.withoutRequest('grpc-timeout'), ...ended], is('none'));
  if (expected === undefined) return [];
  // Of several that are taken only the size is told.
  if (Array.isArray(expected)) {
    return [{ ways: [timeout('2H', is('about 2 h')), timeout('7M', is('about 7 min')), none] }];
  }
  const longer = timeout(
    '2H',
    left((ms) => ms > 7_000_000),
  );
  const [bounds] = [expected].flat();
  if (bounds === 'none' || bounds === undefined) return [{ ways: [longer] }];
  const shorter =
    bounds.min > 1_000
      ? {
          about: 'too short',
          ways: [
            timeout(
              '9S',
              left((ms) => ms <= 9_000),
            ),
          ],
        }
      : { about: 'absent', ways: [none] };
  return [shorter, { about: 'too long', ways: [longer] }];
}
