import { create } from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import type { ExpectedObservation, ExpectedTimeLeft, PlanCase } from '../contract/case.ts';
import { CODES } from '../contract/code.ts';
import {
  EventKind,
  MetadatumSchema,
  type Observation,
  ObservationSchema,
  StatusDetailSchema,
} from '../contract/generated.ts';
import type { Seen } from '../judge/field.ts';
import { connectionsOf } from '../judge/frames.ts';
import { type Change, change } from './change.ts';
import { aCall } from './frames.ts';
import { metadataChanges } from './metadata-changes.ts';

/** Changes of one field, or of one bound of it. */
export interface Scalar {
  readonly about?: string;
  readonly changes: readonly Change[];
}

type Of = (testCase: PlanCase, recorded: Seen) => readonly Scalar[];

/** Changes of fields that are one value, by the field's name; none for a name that nothing here knows. */
export function scalarChanges(
  testCase: PlanCase,
  field: string,
  recorded: Seen,
): readonly Scalar[] {
  return SCALARS[field]?.(testCase, recorded) ?? [];
}

const SCALARS: Readonly<Record<string, Of>> = {
  code: ({ expect }, { outcome }) => [
    { changes: codeChanges([expect.code ?? []].flat(), outcome.code) },
  ],
  message: (_, { outcome }) => [{ changes: textChanges(outcome.message) }],
  details: (_, recorded) => [{ changes: detailChanges(recorded) }],
  keptBack: ({ expect }) => [{ changes: leakChanges(expect.keepsBack ?? '') }],
  durationMs: ({ expect }) => durationChanges(expect.durationMs),
  'observed.seen': ({ expect }) => [{ changes: [seenChange(expect.observed.seen === true)] }],
  'observed.callId': (_, recorded) => [{ changes: observed('crosswire-call-id', recorded) }],
  'observed.userAgent': (_, recorded) => [{ changes: agentChanges(recorded) }],
  'observed.method': () => [
    { changes: [observing('another method', (one) => (one.method += 'Other'))] },
  ],
  'observed.peerPort': (_, recorded) => [{ changes: portChanges(recorded) }],
  'observed.cancelled': () => [
    { changes: [observing('the other way round', (one) => (one.cancelled = !one.cancelled))] },
  ],
  'observed.timeLeft': ({ expect }) => timeLeftChanges(expect.observed.timeLeftMs),
};

function observing(what: string, spoil: (one: Observation) => void): Change {
  return change(what, ({ observation }) => {
    if (observation !== undefined) spoil(observation);
  });
}

/** Every other code that the case doesn't take, and one that there isn't. */
function codeChanges(accepted: readonly string[], recorded: number): Change[] {
  const others = Object.entries({ ...CODES, CODE_99: 99 }).filter(
    ([name, code]) => code !== recorded && !accepted.includes(name),
  );
  return others.map(([name, code]) => change(name, ({ outcome }) => (outcome.code = code)));
}

function textChanges(recorded: string): Change[] {
  const others = [`${recorded}~`, recorded.slice(1), recorded.trim(), recorded.toUpperCase()];
  return [...new Set(others)]
    .filter((one) => one !== recorded)
    .map((text) => change(JSON.stringify(text), ({ outcome }) => (outcome.message = text)));
}

/** The text in each of the places where it may get out, and a stack in one. */
function leakChanges(text: string): Change[] {
  const value = Buffer.from(`because: ${text}`);
  const name = 'x-leak';
  const stack = '\n    at handler (/srv/app.js:1:2)';
  return [
    change('the text in the message', ({ outcome }) => (outcome.message += text)),
    change('a stack in the message', ({ outcome }) => (outcome.message += stack)),
    change('the text in a header', ({ outcome }) =>
      outcome.headers.push(create(MetadatumSchema, { name, value })),
    ),
    change('the text in a trailer', ({ outcome }) =>
      outcome.trailers.push(create(MetadatumSchema, { name, value })),
    ),
    change('the text in a detail', ({ outcome }) =>
      outcome.details.push(create(StatusDetailSchema, { typeUrl: name, value })),
    ),
  ];
}

function detailChanges({ outcome }: Seen): Change[] {
  const each = outcome.details.flatMap((_, at) => [
    change(`detail ${at + 1} of another type`, (seen) => {
      const one = seen.outcome.details[at];
      if (one !== undefined) one.typeUrl += 'Other';
    }),
    change(`detail ${at + 1} with another value`, (seen) => {
      const one = seen.outcome.details[at];
      if (one !== undefined) one.value = Uint8Array.of(...one.value, 1);
    }),
    change(`detail ${at + 1} is missing`, (seen) => seen.outcome.details.splice(at, 1)),
  ]);
  const more = change('one detail more', (seen) =>
    seen.outcome.details.push({
      $typeName: 'crosswire.peer.v1.StatusDetail',
      typeUrl: 'x',
      value: new Uint8Array(),
    }),
  );
  return [...each, more];
}

/** Only the side of a bound that an end may break: no call takes less than no time. */
function durationChanges(
  bounds: { readonly min: number; readonly max: number } | undefined,
): Scalar[] {
  if (bounds === undefined) return [];
  const lasting = (ms: number) =>
    change(`${ms} ms`, ({ outcome }) => {
      const opened = outcome.events.find((one) => one.kind === EventKind.OPENED)?.ns ?? 0n;
      for (const one of outcome.events) {
        if (one.kind === EventKind.ENDED) one.ns = opened + BigInt(Math.round(ms * 1e6));
      }
    });
  const short =
    bounds.min > 0 ? [{ about: 'too short', changes: [lasting(bounds.min - 0.001)] }] : [];
  return [...short, { about: 'too long', changes: [lasting(bounds.max + 0.001)] }];
}

function timeLeftChanges(expected: ExpectedObservation['timeLeftMs']): Scalar[] {
  if (expected === undefined) return [];
  const accepted: readonly ExpectedTimeLeft[] = [expected].flat();
  const bounds = accepted.filter((one) => one !== 'none');
  const isTaken = (ms: number) => bounds.some(({ min, max }) => ms >= min && ms <= max);
  const outside = (all: readonly number[]) => all.filter((ms) => ms >= 0 && !isTaken(ms)).map(left);
  const none = accepted.includes('none') ? [] : [observing('none', (one) => delete one.timeLeft)];
  const short = outside(bounds.map(({ min }) => min - 1));
  const long = outside(bounds.length === 0 ? [10_000] : bounds.map(({ max }) => max + 1));
  return [
    ...(short.length === 0 ? [] : [{ about: 'too short', changes: [...short, ...none] }]),
    { about: 'too long', changes: long },
  ];
}

/** So much time left, of a call that may not have been seen. */
function left(ms: number): Change {
  return {
    what: `${ms} ms`,
    make: ({ outcome, observation = create(ObservationSchema) }) => ({
      outcome,
      observation: Object.assign(observation, { timeLeft: durationFromMs(ms) }),
    }),
  };
}

/** Not seen at all; or, where the server must not see it, seen all the same. */
function seenChange(seen: boolean): Change {
  return seen
    ? { what: 'not seen', make: ({ outcome }) => ({ outcome, observation: undefined }) }
    : {
        what: 'seen all the same',
        make: ({ outcome }) => ({
          outcome,
          observation: create(ObservationSchema, { frames: [aCall()] }),
        }),
      };
}

function observed(name: string, recorded: Seen): Change[] {
  return metadataChanges((seen) => seen.observation?.metadata ?? [], name, recorded);
}

/** One more agent is none of this field's: the first is judged. */
function agentChanges(recorded: Seen): Change[] {
  const agents = recorded.observation?.metadata.filter(
    ({ name }) => name.toLowerCase() === 'user-agent',
  );
  const another = observing('another agent', (one) => {
    for (const { name, ...rest } of one.metadata) {
      if (name.toLowerCase() === 'user-agent') rest.value.fill(0x78);
    }
  });
  const missing = observing('missing', (one) => {
    one.metadata = one.metadata.filter(({ name }) => name.toLowerCase() !== 'user-agent');
  });
  return agents === undefined || agents.length === 0 ? [] : [another, missing];
}

/** Another port; nothing where one of the libraries doesn't tell, or there are several. */
export function portChanges({ outcome, observation }: Seen): Change[] {
  const port = Number(/:(\d+)$/.exec(observation?.peerAddress ?? '')?.[1] ?? 0);
  const several = connectionsOf(observation?.frames ?? []) > 1;
  if (outcome.localPort === 0 || port === 0 || several) return [];
  const other = port === 65535 ? 1024 : port + 1;
  return [
    observing('another port at the server', (one) => (one.peerAddress = `127.0.0.1:${other}`)),
    change('another port at the client', (seen) => (seen.outcome.localPort = other)),
  ];
}
