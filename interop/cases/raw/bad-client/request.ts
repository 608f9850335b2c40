import { create, toBinary } from '@bufbuild/protobuf';
import type { ExpectedObservation } from '../../../contract/case.ts';
import type { ExpectedFacts } from '../../../contract/facts.ts';
import { Probe } from '../../../contract/generated.ts';
import type { ErrorCode } from '../../../contract/http2.ts';
import { AUTHORITY, CALL_ID } from '../../../contract/raw.ts';
import type { RawScript } from '../../../contract/stage.ts';
import { pattern, probe } from '../../bytes.ts';
import { type CaseInit, pathOf } from '../../define.ts';
import type { ServerPlanInit } from '../../kinds.ts';
import { type Fields, framed, type RawStep, wire } from '../script.ts';

/** Requests of the raw client to Probe, right but for what a case changes. */

/**
 * How long a script waits for an answer, in milliseconds: what comes later, or never, is no answer. A server may be
 * seconds behind where a machine is loaded, with the floods of other cases before it.
 */
export const LIMIT_MS = 12_000;

const method = Probe.method;

/** Probe's methods by their kind. */
export const PATHS = {
  unary: pathOf(method.unary),
  'server-stream': pathOf(method.serverStream),
  'client-stream': pathOf(method.clientStream),
  'bidi-stream': pathOf(method.bidiStream),
} as const;
export type KindId = keyof typeof PATHS;

const HEAD: Fields = [
  [':method', 'POST'],
  [':scheme', 'http'],
  [':path', PATHS.unary],
  [':authority', AUTHORITY],
  ['te', 'trailers'],
  ['content-type', 'application/grpc'],
  ['user-agent', 'crosswire-raw'],
  ['crosswire-call-id', CALL_ID],
];

type Changes = Readonly<Record<string, string | undefined>>;

/** The request headers with other values, or without those that are undefined; then `more`. */
export function head(changes: Changes = {}, more: Fields = []): Fields {
  const changed = HEAD.flatMap(([name, value]): Fields => {
    if (!(name in changes)) return [[name, value]];
    const other = changes[name];
    return other === undefined ? [] : [[name, other]];
  });
  return [...changed, ...more];
}

/** The message without the five bytes before it. */
export function encoded(plan?: ServerPlanInit): Uint8Array {
  const init = { body: pattern(3), ...(plan === undefined ? {} : { plan }) };
  return toBinary(method.unary.input, create(method.unary.input, init));
}

/** A message that asks for the plan, or for its body back. */
export function message(plan?: ServerPlanInit): Uint8Array {
  return framed(encoded(plan));
}

/** The handler has had the one message. */
export const SEEN: ExpectedObservation = {
  seen: true,
  cancelled: false,
  messages: [probe.request(3)],
};
/** Nothing reaches the handler. */
export const UNSEEN: ExpectedObservation = { seen: false };
/** Whether the handler is called is left open. */
export const EITHER: ExpectedObservation = { seen: 'either' };

/**
 * What may answer a malformed request: PROTOCOL_ERROR on the stream, with an HTTP response before it
 * or without (RFC 9113, 8.1.1: "a server MAY send an HTTP response prior to closing or resetting the stream"),
 * which is 400, or INTERNAL, the code that both stand for (http-grpc-status-mapping.md; gRPC over HTTP/2,
 * "Errors"); or on the connection (RFC 9113, 5.4.1: "MAY choose to treat a stream error as a connection error";
 * GOAWAY is a "SHOULD" there).
 */
export const MALFORMED: readonly string[] = [
  'HTTP 400',
  'INTERNAL',
  ...streamError('PROTOCOL_ERROR'),
];

/** How a call is refused for a value that gRPC can't read: INTERNAL, with HTTP 400 or in an ordinary response. */
export const UNREADABLE: readonly string[] = ['HTTP 400 INTERNAL', 'INTERNAL'];

/** An error of this stream, or of the connection instead. */
export function streamError(code: ErrorCode): readonly string[] {
  return [`RST_STREAM ${code}`, ...connectionError(code)];
}

/** An error of the connection: GOAWAY should come before the end, and need not (RFC 9113, 5.4.1). */
export function connectionError(code: ErrorCode): readonly string[] {
  return [`GOAWAY ${code}`, 'closed'];
}

/** What such a case departs in. */
interface BadCall {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly kind?: KindId;
  /** The request headers. */
  readonly fields?: Fields;
  /** What comes behind them, with END_STREAM. */
  readonly payload?: Uint8Array;
  /** Instead of headers, payload, and waiting for the answer. */
  readonly steps?: readonly RawStep[];
  /** What else the script says. */
  readonly script?: Pick<RawScript, 'settings' | 'chunk' | 'noPreface' | 'noAcks' | 'noWindows'>;
  /** How the call is answered; left out where that is nobody's business. */
  readonly reply?: string | readonly string[];
  readonly facts?: ExpectedFacts;
  readonly observed: ExpectedObservation;
  readonly needs?: readonly string[];
  readonly issue?: string;
}

/** A case of the raw client against every server. */
export function bad(call: BadCall): CaseInit {
  const { kind = 'unary', observed, reply, facts = {} } = call;
  const steps = call.steps ?? whole(call.fields ?? head({ ':path': PATHS[kind] }), call.payload);
  return {
    id: call.id,
    title: call.title,
    source: call.source,
    tier: 'raw-client',
    needs: ['client.raw', `server.${kind}`, ...(call.needs ?? [])],
    plan: { raw: { ...call.script, steps: [...steps] } },
    expect: { facts: { ...(reply === undefined ? {} : { reply }), ...facts }, observed },
    ...(call.issue === undefined ? {} : { issue: call.issue }),
  };
}

/** One call from its headers to its answer. */
export function whole(fields: Fields = head(), payload: Uint8Array = message()): RawStep[] {
  return [
    wire.headers(fields, { stream: 'new' }),
    wire.data(payload, { endStream: true }),
    wire.awaitEnd(undefined, LIMIT_MS),
  ];
}

/** A call that nobody observes, to see whether the connection still serves. */
export function another(): RawStep[] {
  return whole(head({ 'crosswire-call-id': undefined }));
}
