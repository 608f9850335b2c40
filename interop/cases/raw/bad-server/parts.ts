import type { CasePlan, Expectation, ExpectedObservation } from '../../../contract/case.ts';
import type { CodeName } from '../../../contract/code.ts';
import { TYPE } from '../../../contract/http2.ts';
import type { RawScript } from '../../../contract/stage.ts';
import { field, pattern, probe } from '../../bytes.ts';
import { type CaseInit, type StepInit, step } from '../../define.ts';
import { KINDS, type Kind } from '../../kinds.ts';
import { type Fields, framed, type RawStep, wire } from '../script.ts';

/** The first block of a response as it should be (gRPC over HTTP/2, "Response-Headers"). */
export const HEADERS: Fields = [
  [':status', '200'],
  ['content-type', 'application/grpc+proto'],
];

/** A ProbeResponse with a body of three bytes, and what a client must make of it. */
export const MESSAGE = field(1, pattern(3));
export const EXPECTED = probe.response(3);

/** The trailers of a call that ends so. */
export function trailers(status: string, ...more: Fields): Fields {
  return [['grpc-status', status], ...more];
}

/** Steps of a response as it should be, to be put together with others that shouldn't. */
export const part = {
  headers: wire.headers(HEADERS),
  message: wire.data(framed(MESSAGE)),
  ok: wire.headers(trailers('0'), { endStream: true }),
  status: (status: string, ...more: Fields): RawStep =>
    wire.headers(trailers(status, ...more), { endStream: true }),
  trailersOnly: (status: string, ...more: Fields): RawStep =>
    wire.headers([...HEADERS, ...trailers(status, ...more)], { endStream: true }),
} as const;

/** A whole response: headers, one message, status OK. */
export const ANSWER: readonly RawStep[] = [part.headers, part.message, part.ok];

/**
 * What may come of a response that is malformed, or of an error of the connection. A malformed one must not be
 * accepted (RFC 9113, 8.1.1), and no sentence names a code for it: INTERNAL by analogy with PROTOCOL_ERROR
 * (gRPC over HTTP/2, "Errors"), UNKNOWN where the client goes by HTTP status 200 without a grpc-status, and UNAVAILABLE
 * where it takes a stream error for one of the connection (RFC 9113, 5.4.2) and ends that.
 */
export const REFUSED = ['INTERNAL', 'UNKNOWN', 'UNAVAILABLE'] as const;

/** The kind of RPC with this name. */
export function kindOf(id: Kind['id']): Kind {
  const kind = KINDS.find((one) => one.id === id);
  if (kind === undefined) throw new Error(`no kind ${id}`);
  return kind;
}

/** The size of an upload that no window of 65,535 bytes takes. */
const LARGE = 2 * 1024 * 1024;

/** What a client does: one small request, or an upload that its windows hold up. */
export function request(large = false): StepInit {
  return step.sendBody(large ? LARGE : 3);
}

/** An upload is under way when its first bytes have come. Without windows the rest waits for ever. */
export const UNDER_WAY = wire.awaitFrames(TYPE.DATA, 1);

/** What a connection is like, beside its calls. */
export interface Connection {
  readonly steps?: RawStep[];
  readonly settings?: { readonly id: number; readonly value: number }[];
  readonly chunk?: number;
  readonly noPreface?: boolean;
  readonly noAcks?: boolean;
  readonly noWindows?: boolean;
  readonly notHttp2?: boolean;
}

/** What a case is about, beside what all cases here share. */
export interface BadServer {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly kind?: Kind['id'];
  /** What the server does with a call whose request is complete. */
  readonly steps?: readonly RawStep[];
  /** Instead: what it does with a call at once. */
  readonly atOnce?: readonly RawStep[];
  /** Instead: what it does with each connection. */
  readonly scripts?: readonly RawScript[];
  /** What else is so on the connection. */
  readonly connection?: Connection;
  readonly plan?: Partial<CasePlan>;
  readonly code: CodeName | readonly CodeName[];
  readonly expect?: Partial<Expectation>;
  readonly observed?: Partial<ExpectedObservation>;
  readonly issue?: string;
}

/** A case of one call to a server that plays these frames. It has no deadline: nothing may hang. */
export function badServer(one: BadServer): CaseInit {
  const { id, title, source, kind = 'unary', code, plan, expect, observed, issue } = one;
  return {
    ...{ id, title, source, tier: 'raw-server', needs: [`client.${kind}`] },
    plan: { method: kindOf(kind).method, steps: [request()], ...plan },
    rawServer: one.scripts ?? [connectionOf(one)],
    expect: { code, ...expect, observed: { seen: true, ...observed } },
    ...(issue === undefined ? {} : { issue }),
  };
}

function connectionOf({ steps = [], atOnce, connection }: BadServer): RawScript {
  return { ...connection, calls: [{ steps: [...(atOnce ?? answering(steps))] }] };
}

/** These steps once the request is complete. */
export function answering(steps: readonly RawStep[]): readonly RawStep[] {
  return [wire.awaitEnd(), ...steps];
}

/** A connection on which every call is answered so, once its request is complete. */
export function serving(...calls: readonly (readonly RawStep[])[]) {
  return { calls: calls.map((steps) => ({ steps: [...answering(steps)] })) };
}
