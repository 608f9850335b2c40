import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { probe } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';

const SOURCE =
  'gRPC over HTTP/2, "Requests" and "Custom-Metadata": names that begin with grpc- are reserved, the others are headers of the call itself; what a library makes of them as metadata is not said, but the call must be as its plan has it';
const [UNARY] = KINDS as readonly [Kind];

interface Reserved {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly issue?: string;
}

/** What the library itself writes, by hand, and wrong. */
const REQUEST: readonly Reserved[] = [
  { id: 'te', name: 'te', value: 'gzip' },
  { id: 'content-type', name: 'content-type', value: 'text/plain' },
  { id: 'user-agent', name: 'user-agent', value: 'by-hand/1', issue: 'grpc/grpc-node#1668' },
  { id: 'authority', name: ':authority', value: 'other.example' },
  { id: 'path', name: ':path', value: '/other.Service/Method' },
  { id: 'host', name: 'host', value: 'other.example' },
  { id: 'content-length', name: 'content-length', value: '1' },
  { id: 'grpc-timeout', name: 'grpc-timeout', value: '1n' },
  { id: 'grpc-encoding', name: 'grpc-encoding', value: 'gzip' },
  { id: 'grpc-accept-encoding', name: 'grpc-accept-encoding', value: 'none-such' },
  { id: 'grpc-status', name: 'grpc-status', value: '5' },
  { id: 'grpc-unheard-of', name: 'grpc-unheard-of', value: 'x' },
];

const metadatum = ({ name, value }: Reserved) => ({ name, value: Buffer.from(value) });

function inRequest(one: Reserved): CaseInit {
  return {
    id: `reserved/request/${one.id}`,
    title: `${one.name} given as metadata of a request doesn't change the call`,
    source: SOURCE,
    ...(one.issue === undefined ? {} : { issue: one.issue }),
    tier: 'each-peer',
    needs: needsOf(UNARY),
    plan: {
      ...probePlan(UNARY, [requests(UNARY, 1)], { steps: [step.sendBody(4, 1)] }),
      metadata: [metadatum(one)],
      timeout: durationFromMs(10_000),
      channel: { fresh: true },
    },
    expect: {
      code: ['OK', 'INTERNAL', 'UNKNOWN'],
      messages: [probe.response(4, 1)],
      observed: { seen: 'either', messages: [probe.request(3)] },
    },
  };
}

const RESPONSE: readonly Reserved[] = [
  { id: 'grpc-status', name: 'grpc-status', value: '5' },
  { id: 'grpc-message', name: 'grpc-message', value: 'by hand' },
  { id: 'grpc-encoding', name: 'grpc-encoding', value: 'gzip' },
  { id: 'content-type', name: 'content-type', value: 'text/plain' },
  { id: 'status', name: ':status', value: '404' },
  { id: 'content-length', name: 'content-length', value: '1' },
];

function inResponse(one: Reserved, place: 'headers' | 'trailers'): CaseInit {
  const metadata = [metadatum(one)];
  return {
    id: `reserved/${place}/${one.id}`,
    title: `${one.name} given as metadata of a response's ${place} doesn't change its status`,
    source: SOURCE.replace('"Requests"', '"Responses"'),
    tier: 'each-peer',
    needs: needsOf(
      UNARY,
      ...(place === 'headers' && one.id === 'status' ? ['server.send-headers'] : []),
    ),
    plan: {
      ...probePlan(UNARY, [requests(UNARY, 1)], {
        steps: [...(place === 'headers' ? [step.sendHeaders(metadata)] : []), step.sendBody(4, 1)],
        ending: {
          case: 'status',
          value: place === 'trailers' ? { trailers: metadata } : {},
        },
      }),
      timeout: durationFromMs(10_000),
      channel: { fresh: true },
    },
    expect: {
      code: ['OK', 'INTERNAL', 'UNKNOWN'],
      messages: [probe.response(4, 1)],
      observed: { seen: true },
    },
  };
}

/** Names that belong to the protocol, given as metadata. */
export const RESERVED_CASES: readonly CaseInit[] = [
  ...REQUEST.map(inRequest),
  ...RESPONSE.flatMap((one) => [inResponse(one, 'headers'), inResponse(one, 'trailers')]),
];
