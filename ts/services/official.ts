/**
 * Official is the logic of grpc.testing.TestService, without any RPC library:
 * https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md, "Server"
 */
import { setTimeout as delay } from 'node:timers/promises';
import { create } from '@bufbuild/protobuf';
import {
  type EchoStatus,
  type Payload,
  PayloadSchema,
  type SimpleRequest,
  type SimpleResponse,
  SimpleResponseSchema,
  type StreamingInputCallRequest,
  type StreamingInputCallResponse,
  StreamingInputCallResponseSchema,
  type StreamingOutputCallRequest,
  type StreamingOutputCallResponse,
  StreamingOutputCallResponseSchema,
} from '../gen/official/testing/messages_pb.js';

/** What a client sends here comes back in the response headers. */
export const echoInitial = 'x-grpc-test-echo-initial';
/** What a client sends here comes back in the trailers. */
export const echoTrailing = 'x-grpc-test-echo-trailing-bin';

const ok = 0;
const invalidArgument = 3;
/** A client asks for bodies by their size, so a server has a limit. */
const largestBody = 128 << 20;

/** StatusWanted is the status that a request asked its call to end with. */
export class StatusWanted extends Error {
  override readonly name = 'StatusWanted';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** answerOne is UnaryCall. It throws StatusWanted. */
export function answerOne({ responseSize, responseStatus }: SimpleRequest): SimpleResponse {
  obey(responseStatus);
  return create(SimpleResponseSchema, { payload: zeros(responseSize) });
}

/** addUp is StreamingInputCall: the sizes of all bodies. */
export async function addUp(
  requests: AsyncIterable<StreamingInputCallRequest>,
): Promise<StreamingInputCallResponse> {
  let aggregatedPayloadSize = 0;
  for await (const { payload } of requests) aggregatedPayloadSize += payload?.body.length ?? 0;
  return create(StreamingInputCallResponseSchema, { aggregatedPayloadSize });
}

/** answerEach is FullDuplexCall: every request is answered as it comes. It throws StatusWanted. */
export async function* answerEach(
  requests: Iterable<StreamingOutputCallRequest> | AsyncIterable<StreamingOutputCallRequest>,
): AsyncGenerator<StreamingOutputCallResponse> {
  for await (const { responseParameters, responseStatus } of requests) {
    obey(responseStatus);
    for (const { size, intervalUs } of responseParameters) {
      if (intervalUs > 0) await delay(intervalUs / 1000);
      yield create(StreamingOutputCallResponseSchema, { payload: zeros(size) });
    }
  }
}

/** answerLater is HalfDuplexCall: requests are answered once all have come. */
export async function* answerLater(
  requests: AsyncIterable<StreamingOutputCallRequest>,
): AsyncGenerator<StreamingOutputCallResponse> {
  const all: StreamingOutputCallRequest[] = [];
  for await (const request of requests) all.push(request);
  yield* answerEach(all);
}

function obey(status: EchoStatus | undefined): void {
  if (status && status.code !== ok) throw new StatusWanted(status.code, status.message);
}

function zeros(size: number): Payload {
  if (size < 0 || size > largestBody) {
    throw new StatusWanted(invalidArgument, `a body of ${size} bytes, at most ${largestBody}`);
  }
  return create(PayloadSchema, { body: new Uint8Array(size) });
}
