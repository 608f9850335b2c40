import { HEADERS, part } from '../../cases/raw/bad-server/parts.ts';
import { CONNECTION, framed, type RawStep, wire } from '../../cases/raw/script.ts';
import { CODES } from '../../contract/code.ts';
import { TYPE } from '../../contract/http2.ts';
import type { RawScript } from '../../contract/stage.ts';
import { has, is, type Passed, type Tampered } from './recipe.ts';

/**
 * What the raw server sends instead, by field. Its script is what goes over the wire: with another one other bytes
 * go over, and the client at the other end is the library under test.
 */
export function rawServerWays(field: string, passed: Passed): readonly Tampered[] {
  const of = (connection: RawScript, told: Tampered['told']): Tampered => ({
    tamperings: [],
    told,
    instead: { ...passed.testCase, rawServer: [connection] },
  });
  const answer = (steps: readonly RawStep[]) => ({ calls: [{ steps: [...steps] }] });
  const metadata = /^(headers|trailers)\.(.*)$/.exec(field)?.[2];
  if (metadata !== undefined) return [of(answer(withMetadata(metadata)), has('tampered'))];
  return (WAYS[field]?.(passed) ?? []).map(({ steps, calls, told, ...rest }) =>
    of({ ...answer(calls ?? []), steps: [...(steps ?? [])], ...rest }, told),
  );
}

interface Sent extends Omit<RawScript, '$typeName' | 'steps' | 'calls'> {
  readonly steps?: readonly RawStep[];
  readonly calls?: readonly RawStep[];
  readonly told: Tampered['told'];
}

/** How long the end of an upload may take on a busy machine, in milliseconds. */
const UPLOAD_MS = 10_000;
const ANSWER = [part.headers, wire.data(framed(new Uint8Array())), part.ok];
const DATA_FOR_NOBODY = wire.frame(TYPE.DATA, CONNECTION, { payload: new Uint8Array(4) });

function withMetadata(name: string): RawStep[] {
  const value = name.endsWith('-bin') ? 'dGFtcGVyZWQ' : 'tampered';
  return [
    wire.headers([...HEADERS, [name, value]]),
    wire.data(framed(new Uint8Array())),
    part.status('0', [name, value]),
  ];
}

/** A status that the case doesn't take. */
function ended({ testCase }: Passed): { readonly name: string; readonly steps: RawStep[] } {
  const accepted = [testCase.expect.code ?? []].flat();
  const name =
    (['ABORTED', 'DATA_LOSS', 'OUT_OF_RANGE'] as const).find((one) => !accepted.includes(one)) ??
    'ABORTED';
  return {
    name,
    steps: [part.trailersOnly(String(CODES[name]), ['grpc-message', 'tampered with'])],
  };
}

/** What was a number, and one more or fewer of it. */
function other(passed: Passed, fact: string): Tampered['told'] {
  const { facts } = passed.testCase.expect.observed;
  const accepted = Object.entries(facts ?? {}).flatMap(([name, texts]) =>
    name === fact ? [texts].flat() : [],
  );
  return (actual) => !accepted.includes(actual);
}

const WAYS: Readonly<Record<string, (passed: Passed) => readonly Sent[]>> = {
  code: (passed) => {
    const { name, steps } = ended(passed);
    return [{ calls: steps, told: is(name) }];
  },
  message: (passed) => [{ calls: ended(passed).steps, told: is('"tampered with"') }],
  'messages.count': (passed) =>
    passed.testCase.expect.messages?.length === 0
      ? [{ calls: ANSWER, told: is('1') }]
      : [{ calls: ended(passed).steps, told: is('0') }],
  'observed.seen': () => [{ notHttp2: true, steps: [wire.close()], told: is('false') }],
  'observed.facts.calls': (passed) => [
    { notHttp2: true, steps: [wire.close()], told: other(passed, 'calls') },
  ],
  'observed.facts.connections': (passed) => [
    { calls: ANSWER, told: other(passed, 'connections') },
    { steps: [wire.goaway('NO_ERROR', 0), wire.close()], told: other(passed, 'connections') },
  ],
  'observed.facts.ended by client': (passed) => [
    {
      calls: [wire.awaitEnd(undefined, UPLOAD_MS), ...ANSWER],
      told: other(passed, 'ended by client'),
    },
  ],
  'observed.facts.resets': (passed) => [
    { calls: ANSWER, told: other(passed, 'resets') },
    { calls: [wire.headers([...HEADERS, ['Upper-Case', 'x']])], told: other(passed, 'resets') },
    { calls: [part.headers, wire.windowUpdate(0)], told: other(passed, 'resets') },
  ],
  'observed.facts.goaway': (passed) => [
    { calls: [DATA_FOR_NOBODY], told: other(passed, 'goaway') },
    { calls: ANSWER, told: other(passed, 'goaway') },
  ],
  'observed.facts.end': (passed) => [
    { calls: [DATA_FOR_NOBODY], told: other(passed, 'end') },
    { calls: ANSWER, told: other(passed, 'end') },
  ],
  'observed.facts.ping acks': (passed) => [
    {
      steps: [0, 1, 2, 3].map((seed) => wire.ping(seed)),
      calls: [wire.sleep(50), ...ANSWER],
      told: other(passed, 'ping acks'),
    },
    { calls: ANSWER, told: other(passed, 'ping acks') },
  ],
  'observed.facts.settings acks': (passed) => [
    {
      steps: [0, 1, 2, 3].map(() => wire.settings([])),
      calls: [wire.sleep(50), ...ANSWER],
      told: other(passed, 'settings acks'),
    },
  ],
};
