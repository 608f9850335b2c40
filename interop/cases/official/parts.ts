import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CasePlan, ExpectedMessage } from '../../contract/case.ts';
import { TestService } from '../../contract/generated.ts';
import { digestOf, field, varint } from '../bytes.ts';
import { pathOf, type StepInit, step } from '../define.ts';

/** The official suite's service, whose names, sizes and values are given from outside. */
export const { method } = TestService;

/** Where a case of the suite is described: a section is named as the case is. */
export function described(section: string): string {
  return `grpc/grpc doc/interop-test-descriptions.md, "${section}"`;
}

/** Bodies of the suite's large request and large response. */
export const LARGE = { out: 271_828, back: 314_159 } as const;
/** Bodies of its four requests and of its four responses, in order. */
export const SIZES = {
  out: [27_182, 8, 1_828, 45_904],
  back: [31_415, 9, 2_653, 58_979],
} as const;

/** Pairs of a request and the response that it asks for. */
export const TURNS = SIZES.out.map((out, at) => ({ out, back: SIZES.back[at] ?? 0 }));

/** A body of zeros, which is all that the suite sends. */
export function zeros(size: number): { readonly body: Uint8Array } {
  return { body: new Uint8Array(size) };
}

type Simple = MessageInitShape<(typeof method.unaryCall)['input']>;
type Output = MessageInitShape<(typeof method.fullDuplexCall)['input']>;

/** The large request, which asks for the large response. */
export const largeRequest = {
  responseSize: LARGE.back,
  payload: zeros(LARGE.out),
} as const satisfies Simple;

/** A plan of UnaryCall. */
export function unary(request: Simple, rest: CasePlan = {}): CasePlan {
  return {
    method: pathOf(method.unaryCall),
    steps: [step.send(method.unaryCall.input, request)],
    ...rest,
  };
}

/** One request of FullDuplexCall. */
export function ask(request: Output): StepInit {
  return step.send(method.fullDuplexCall.input, request);
}

/** A plan of FullDuplexCall. */
export function duplex(steps: readonly StepInit[], rest: CasePlan = {}): CasePlan {
  return { method: pathOf(method.fullDuplexCall), steps: [...steps], ...rest };
}

export const UNARY = ['client.unary', 'server.unary'] as const;
export const SERVER_STREAM = ['client.server-stream', 'server.server-stream'] as const;
export const CLIENT_STREAM = ['client.client-stream', 'server.client-stream'] as const;
export const DUPLEX = ['client.bidi-stream', 'server.bidi-stream'] as const;

/** What arrives, byte for byte, by the numbers of proto/official/testing/messages.proto. */
export const arrives = {
  /** SimpleResponse and StreamingOutputCallResponse: payload 1. */
  response: (size: number): ExpectedMessage => digestOf(field(1, payload(size))),
  /** SimpleRequest: response_size 2, payload 3. */
  simple: (size: number, responseSize: number): ExpectedMessage =>
    digestOf(Buffer.concat([tag(2), varint(responseSize), field(3, payload(size))])),
  /** StreamingOutputCallRequest: response_parameters 2 with their size 1, payload 3. */
  output: (size: number, ...sizes: readonly number[]): ExpectedMessage =>
    digestOf(
      Buffer.concat([
        ...sizes.map((one) => field(2, Buffer.concat([tag(1), varint(one)]))),
        ...(size === 0 ? [] : [field(3, payload(size))]),
      ]),
    ),
  /** StreamingInputCallRequest: payload 1. */
  input: (size: number): ExpectedMessage => digestOf(field(1, payload(size))),
} as const;

/** Payload: body 2. */
function payload(size: number): Buffer {
  return field(2, new Uint8Array(size));
}

/** The tag of a field that is a varint (wire type 0). */
function tag(number: number): Buffer {
  return varint(number * 8);
}
