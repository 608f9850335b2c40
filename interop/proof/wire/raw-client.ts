import { head, message, PATHS } from '../../cases/raw/bad-client/request.ts';
import { CONNECTION, type RawStep, wire } from '../../cases/raw/script.ts';
import type { Fact } from '../../contract/facts.ts';
import { TYPE } from '../../contract/http2.ts';
import { is, type Passed, type Tampered } from './recipe.ts';
import {
  AT_ONCE,
  MESSAGE_THEN_NEVER,
  NEVER,
  NO_METHOD,
  type ServerPlanInit,
} from './server-plan.ts';

/** How long the raw client stays to hear what comes after its call, in milliseconds. */
const STAY_MS = 100;
/** How long it waits at most for an end that may never come, in milliseconds. */
const LIMIT_MS = 5_000;

/** What the raw client sends instead, by field: its script is what goes over the wire. */
export function rawClientWays(field: string, passed: Passed): readonly Tampered[] {
  return (WAYS[field]?.(passed) ?? []).map(({ steps, told }) => ({
    tamperings: [],
    told,
    instead: { ...passed.testCase, plan: { ...passed.testCase.plan, raw: { steps: [...steps] } } },
  }));
}

interface Sent {
  readonly steps: readonly RawStep[];
  readonly told: Tampered['told'];
}

type Changes = Readonly<Record<string, string>>;

function call(changes: Changes = {}, plan?: ServerPlanInit): RawStep[] {
  return [
    wire.headers(head(changes), { stream: 'new' }),
    wire.data(message(plan), { endStream: true }),
  ];
}

const end = [wire.awaitEnd(undefined, LIMIT_MS), wire.sleep(STAY_MS)];
const ORDINARY = [...call(), ...end];
const UNKNOWN = [...call({ ':path': NO_METHOD }), ...end];
const ABORTED = [...call({}, AT_ONCE), ...end];
/** The first message says that the handler has been entered. */
const CANCELLED = [
  ...call({ ':path': PATHS['server-stream'] }, MESSAGE_THEN_NEVER),
  wire.awaitFrames(TYPE.DATA, 1, undefined, LIMIT_MS),
  wire.rst('CANCEL'),
  wire.sleep(STAY_MS),
];
const DATA_FOR_NOBODY = wire.frame(TYPE.DATA, CONNECTION, { payload: new Uint8Array(4) });
const WRONG = [...call(), DATA_FOR_NOBODY, wire.awaitClosed(LIMIT_MS)];
const REFUSED = [
  wire.headers(head({ 'Upper-Case': 'x', te: 'x' }, [['Upper-Case', 'x']]), { stream: 'new' }),
  ...end,
];
const MANY_ACKS = [
  ...[0, 1, 2, 3].flatMap((seed) => [wire.ping(seed), wire.settings([])]),
  ...ORDINARY,
];

/** A header block that can't be decoded, a PING that is too short, and a window beyond all bounds. */
const OTHERWISE_WRONG = [
  wire.block(Uint8Array.of(0x80), { stream: 'new' }),
  wire.frame(TYPE.PING, CONNECTION, { payload: new Uint8Array(4) }),
  wire.windowUpdate(0x7fffffff, CONNECTION),
].map((wrong) => [...call(), wrong, wire.awaitClosed(LIMIT_MS)]);

/** How long a PING may take to be answered, in milliseconds; the server that has had enough of them answers none. */
const ANSWERED_MS = 1_000;

/**
 * More PINGs than a server bears that has nothing to do, each when the one before it is answered: what a server has
 * said is lost with the connection, if more comes to it after it has closed that.
 */
const TOO_MANY_PINGS = [
  ...call({}, NEVER),
  ...Array.from({ length: 20 }).flatMap((_, at) => [
    wire.ping(at),
    wire.awaitAcks(TYPE.PING, at + 1, ANSWERED_MS),
  ]),
  wire.awaitClosed(LIMIT_MS),
];

/** Any of these that the case doesn't take. */
function others(passed: Passed, fact: Fact, ...all: readonly (readonly RawStep[])[]): Sent[] {
  const accepted = [passed.testCase.expect.facts?.[fact] ?? []].flat();
  return all.map((steps) => ({ steps, told: (actual) => !accepted.includes(actual) }));
}

const WAYS: Readonly<Record<string, (passed: Passed) => readonly Sent[]>> = {
  'facts.reply': (passed) => others(passed, 'reply', ORDINARY, UNKNOWN, ABORTED),
  'facts.resets': (passed) => others(passed, 'resets', ORDINARY, REFUSED),
  'facts.goaway': (passed) =>
    others(passed, 'goaway', WRONG, TOO_MANY_PINGS, ...OTHERWISE_WRONG, ORDINARY),
  'facts.goaway text': (passed) => others(passed, 'goaway text', ORDINARY),
  'facts.end': (passed) => others(passed, 'end', WRONG, ORDINARY),
  'facts.ping acks': (passed) => others(passed, 'ping acks', MANY_ACKS, ORDINARY),
  'facts.settings acks': (passed) => others(passed, 'settings acks', MANY_ACKS, ORDINARY),
  'observed.seen': ({ testCase }) =>
    testCase.expect.observed.seen === true
      ? [{ steps: UNKNOWN, told: is('false') }]
      : [{ steps: ORDINARY, told: is('true') }],
  'observed.cancelled': ({ testCase }) =>
    testCase.expect.observed.cancelled === true
      ? [{ steps: ORDINARY, told: is('false') }]
      : [{ steps: CANCELLED, told: is('true') }],
  'observed.messages.count': ({ testCase }) => {
    const count = (testCase.expect.observed.messages?.length ?? 0) + 1;
    return [{ steps: several(count), told: is(String(count)) }];
  },
};

const BIDI = PATHS['bidi-stream'];

/** So many messages in one call. */
function several(count: number): RawStep[] {
  const opened = wire.headers(head({ ':path': BIDI }), { stream: 'new' });
  const one = (_: unknown, at: number) => wire.data(message(), { endStream: at === count - 1 });
  return [opened, ...Array.from({ length: count }, one), ...end];
}
