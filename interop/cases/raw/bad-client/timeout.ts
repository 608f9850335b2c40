import { durationFromMs } from '@bufbuild/protobuf/wkt';
import type { ExpectedObservation } from '../../../contract/case.ts';
import { type CaseInit, step } from '../../define.ts';
import { bad, head, message, SEEN, UNREADABLE } from './request.ts';

/** `grpc-timeout` in every unit, at its edges, and wrong. */

const TIMEOUT = 'gRPC over HTTP/2, "Timeout": a positive integer of at most 8 digits, and a unit';

/** The units with their milliseconds, and the largest value whose time left can be compared. */
const UNITS = [
  { name: 'hours', unit: 'H', ms: 3_600_000 },
  { name: 'minutes', unit: 'M', ms: 60_000 },
  { name: 'seconds', unit: 'S', ms: 1000 },
  { name: 'milliseconds', unit: 'm', ms: 1 },
  { name: 'microseconds', unit: 'u', ms: 1e-3 },
  { name: 'nanoseconds', unit: 'n', ms: 1e-6 },
] as const;

/** Ticks of the clocks that libraries reckon with, in milliseconds. */
const TICK_MS = 10;
/** How long a request may take to reach its handler on a loaded machine, in milliseconds. */
const ARRIVAL_MS = 5000;

/** The handler answers after a while, so that a timer which is wrong has gone off. */
const LATER = message({
  steps: [
    { action: { case: 'sleep', value: { duration: durationFromMs(200) } } },
    step.sendBody(3),
  ],
});

/** A call that is given so much time, and answered soon. */
function given(id: string, value: string, ms: number): CaseInit {
  return bad({
    id: `timeout/${id}`,
    title: `A timeout of ${value} is understood`,
    source: TIMEOUT,
    needs: ['server.time-left'],
    fields: head({}, [['grpc-timeout', value]]),
    payload: LATER,
    reply: 'OK',
    observed: timed(ms),
  });
}

function timed(ms: number): ExpectedObservation {
  return { ...SEEN, timeLeftMs: about(ms) };
}

function about(ms: number) {
  return { min: ms - ARRIVAL_MS, max: ms + TICK_MS };
}

/** In every unit, about a minute or more: what a wrong unit would make of it is far off. */
const ordinary = UNITS.slice(0, 5).map(({ name, unit, ms }) => {
  const count = Math.max(1, Math.round(90_000 / ms));
  return given(name, `${count}${unit}`, count * ms);
});

/** Some 292 years: no clock of 64 bits that counts nanoseconds has more. */
const LONGEST_MS = 2 ** 63 / 1e6;

/** What a Duration can tell, 10,000 years. */
const LONGEST_TOLD_MS = 315_576_000_000_000;

/** Months, and years to 11,000 of them: no shorter deadline may come of it, but none may. */
function lasting(id: string, value: string, ms: number): CaseInit {
  const capped = ms > LONGEST_MS ? [about(LONGEST_MS), about(LONGEST_TOLD_MS)] : [];
  return bad({
    id: `timeout/${id}`,
    title: `A timeout of ${value} is understood, or taken for none`,
    source: `${TIMEOUT}; without one "a server should assume an infinite timeout", which nobody can tell from one of years`,
    fields: head({}, [['grpc-timeout', value]]),
    payload: LATER,
    reply: 'OK',
    observed: { seen: true, cancelled: false, timeLeftMs: ['none', about(ms), ...capped] },
  });
}

const ages = [
  lasting('thirty-five-days', '3000000S', 3e9),
  ...UNITS.slice(0, 3).map(({ name, unit, ms }) =>
    lasting(`largest-${name}`, `99999999${unit}`, 99_999_999 * ms),
  ),
];

const largest = UNITS.slice(3, 5).map(({ name, unit, ms }) =>
  given(`largest-${name}`, `99999999${unit}`, 99_999_999 * ms),
);

const EXPIRED = ['DEADLINE_EXCEEDED', 'RST_STREAM CANCEL'];
const ENDED =
  'gRPC over HTTP/2, "Client Cancellation": the server should cancel, and send RST_STREAM with CANCEL; statuscodes.md: DEADLINE_EXCEEDED when the deadline expires before the server returns status';

/** A call whose handler waits until it is told that its time is over; it may be over before. */
function expires(id: string, value: string, ms: number): CaseInit {
  return bad({
    id: `timeout/${id}`,
    title: `A timeout of ${value} ends the call`,
    source: ENDED,
    fields: head({}, [['grpc-timeout', value]]),
    payload: message({ ending: { case: 'awaitCancellation', value: {} } }),
    reply: EXPIRED,
    observed: { seen: 'either', timeLeftMs: about(ms) },
  });
}

const smallest = UNITS.slice(2).map(({ name, unit, ms }) =>
  expires(`smallest-${name}`, `1${unit}`, ms),
);

/** No timeout by the grammar, so that it is refused, or none, or what is written there: but no other. */
function wrong(id: string, values: readonly string[], ...written: readonly number[]): CaseInit {
  return bad({
    id: `timeout/${id}`,
    title: `A timeout of ${values.map((one) => JSON.stringify(one)).join(' and ')} is refused, or none${written.length > 0 ? ', or what is written' : ''}`,
    source: `${TIMEOUT}; what a server does with anything else is not said, but it is no deadline that nobody asked for`,
    fields: head(
      {},
      values.map((value) => ['grpc-timeout', value] as const),
    ),
    reply: ['OK', ...UNREADABLE],
    observed: { seen: 'either', timeLeftMs: ['none', ...written.map(about)] },
  });
}

/** Deadlines as a client asks for them. */
export const timeouts: readonly CaseInit[] = [
  ...ordinary,
  ...ages,
  ...largest,
  expires('largest-nanoseconds', '99999999n', 100),
  ...smallest,
  bad({
    id: 'timeout/zero',
    title: 'A timeout of 0 is over at once, or none',
    source: `${TIMEOUT}: 0 is none, yet what is left when a deadline is over`,
    fields: head({}, [['grpc-timeout', '0S']]),
    reply: ['OK', 'DEADLINE_EXCEEDED'],
    observed: { seen: 'either', timeLeftMs: ['none', about(0)] },
  }),
  wrong('nine-digits', ['123456789m'], 123_456_789),
  wrong('twenty-digits', ['99999999999999999999S']),
  wrong('negative', ['-120S']),
  wrong('plus', ['+120S'], 120_000),
  wrong('fraction', ['240.120S'], 240_120),
  wrong('hexadecimal', ['0x120S'], 0x120 * 1000),
  wrong('inner-space', ['120 S'], 120_000),
  wrong('junk', ['soon']),
  wrong('empty', ['']),
  wrong('no-unit', ['100']),
  wrong('unit-alone', ['S']),
  wrong('unknown-unit', ['120s']),
  wrong('two-values', ['240S', '120S'], 240_000, 120_000),
];
