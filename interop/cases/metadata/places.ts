import type { ExpectedMetadatum } from '../../contract/case.ts';
import { CODES } from '../../contract/code.ts';
import { probe } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';

const SOURCE =
  'gRPC over HTTP/2, "Custom-Metadata", "Response-Headers" and "Trailers": metadata of either side reach the other';
const [UNARY] = KINDS as readonly [Kind];

/** Metadata as they are sent: one for every value, in order. */
export function sent({ name, values }: ExpectedMetadatum) {
  return values.map((value) => ({ name, value: Uint8Array.from(Buffer.from(value)) }));
}

const TEXT: ExpectedMetadatum = { name: 'x-text', values: ['a text, with a comma'] };
/** Not UTF-8, and of a length that base64 pads. */
const BYTES: ExpectedMetadatum = { name: 'x-bytes-bin', values: [Uint8Array.of(0, 255, 44, 128)] };
const TWICE: ExpectedMetadatum = { name: 'x-twice', values: ['second', 'first'], mayJoin: true };
const ALL = [TEXT, BYTES, TWICE];

const named = (prefix: string): readonly ExpectedMetadatum[] =>
  ALL.map((one) => ({ ...one, name: `${prefix}-${one.name}` }));

/** Requests and one response, so that headers, messages and trailers are all there. */
function exchange(kind: Kind) {
  return kind.manyRequests ? [step.drain(), step.sendBody(4, 1)] : [step.sendBody(4, 1)];
}

function request(kind: Kind): CaseInit {
  return {
    id: `${kind.id}/request`,
    title: `Metadata of a ${kind.id} request reach the server: texts, bytes, and several in order`,
    source: SOURCE,
    needs: needsOf(kind),
    plan: {
      ...probePlan(kind, [requests(kind, 1)], { steps: exchange(kind) }),
      metadata: ALL.flatMap(sent),
    },
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      observed: { seen: true, metadata: ALL },
    },
  };
}

function response(kind: Kind): CaseInit {
  const [headers, trailers] = [named('head'), named('trail')];
  return {
    id: `${kind.id}/response`,
    title: `Headers and trailers of a ${kind.id} response reach the client: texts, bytes, and several in order`,
    source: SOURCE,
    needs: needsOf(kind),
    plan: probePlan(kind, [requests(kind, 1)], {
      steps: [step.sendHeaders(headers.flatMap(sent)), ...exchange(kind)],
      ending: { case: 'status', value: { trailers: trailers.flatMap(sent) } },
    }),
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      headers,
      trailers,
      observed: { seen: true },
    },
  };
}

const status = (trailers: readonly ExpectedMetadatum[]) => ({
  case: 'status' as const,
  value: {
    code: CODES.ABORTED,
    message: 'with trailers',
    trailers: trailers.flatMap(sent),
  },
});

function ofAnError(kind: Kind): CaseInit {
  const [headers, trailers] = [named('head'), named('trail')];
  return {
    id: `${kind.id}/error`,
    title: `Trailers of a ${kind.id} response that ends in an error after its headers reach the client`,
    source: SOURCE,
    needs: needsOf(kind),
    plan: probePlan(kind, [requests(kind, 1)], {
      steps: [step.sendHeaders(headers.flatMap(sent))],
      ending: status(trailers),
    }),
    expect: {
      code: 'ABORTED',
      message: 'with trailers',
      messages: [],
      trailers,
      observed: { seen: true },
    },
  };
}

function trailersOnly(kind: Kind): CaseInit {
  const trailers = named('trail');
  return {
    id: `${kind.id}/trailers-only`,
    title: `Trailers of a ${kind.id} call that ends in an error before anything else reach the client`,
    source: `${SOURCE}; "Trailers-Only" is permitted for calls that produce an immediate error`,
    needs: needsOf(kind),
    plan: probePlan(kind, [requests(kind, 1)], { ending: status(trailers) }),
    expect: {
      code: 'ABORTED',
      message: 'with trailers',
      messages: [],
      trailers,
      observed: { seen: true },
    },
  };
}

function details(): CaseInit {
  const value = Uint8Array.from(Buffer.from('\u0008\u0005'));
  const typeUrl = 'type.googleapis.com/google.protobuf.Int32Value';
  return {
    id: 'unary/details',
    title: 'The details of an error reach the client',
    source:
      'gRPC "Error handling" guide, richer error model: google.rpc.Status in grpc-status-details-bin',
    needs: needsOf(UNARY),
    plan: probePlan(UNARY, [requests(UNARY, 1)], {
      ending: {
        case: 'status',
        value: { code: CODES.ABORTED, message: 'with details', details: [{ typeUrl, value }] },
      },
    }),
    expect: {
      code: 'ABORTED',
      message: 'with details',
      messages: [],
      details: [{ typeUrl, value }],
      observed: { seen: true },
    },
  };
}

/** Metadata in each place, in every kind. */
export const PLACE_CASES: readonly CaseInit[] = [
  ...KINDS.flatMap((kind) => [request(kind), response(kind), ofAnError(kind), trailersOnly(kind)]),
  details(),
];
