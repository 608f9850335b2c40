/** Official binds grpc.testing.TestService to grpc-js, in its own idiom: callbacks and streams. */
import { once } from 'node:events';
import { create } from '@bufbuild/protobuf';
import * as grpc from '@grpc/grpc-js';
import { EmptySchema } from '../gen/official/testing/empty_pb.js';
import type {
  StreamingOutputCallRequest,
  StreamingOutputCallResponse,
} from '../gen/official/testing/messages_pb.js';
import type { TestService } from '../gen/official/testing/test_pb.js';
import {
  addUp,
  answerEach,
  answerLater,
  answerOne,
  echoInitial,
  echoTrailing,
  StatusWanted,
} from '../services/official.ts';
import type { Handlers } from './adapter.ts';

type AnyCall = Pick<grpc.ServerUnaryCall<unknown, unknown>, 'metadata' | 'sendMetadata'>;
type Responding =
  | grpc.ServerWritableStream<unknown, StreamingOutputCallResponse>
  | grpc.ServerDuplexStream<unknown, StreamingOutputCallResponse>;

const unaryCall: Handlers<typeof TestService>['unaryCall'] = (call, callback) => {
  const trailers = echo(call);
  try {
    callback(null, answerOne(call.request), trailers);
  } catch (error) {
    callback({ ...statusOf(error), metadata: trailers });
  }
};

/** official is all but UnimplementedCall, which is there to be left out. */
export const official: Omit<Handlers<typeof TestService>, 'unimplementedCall'> = {
  emptyCall: (call, callback) => callback(null, create(EmptySchema), echo(call)),
  unaryCall,
  cacheableUnaryCall: unaryCall,
  streamingOutputCall: (call) => void send(call, answerEach([call.request])),
  streamingInputCall(call, callback) {
    const trailers = echo(call);
    addUp(call).then(
      (sum) => callback(null, sum, trailers),
      (error: unknown) => callback(statusOf(error)),
    );
  },
  fullDuplexCall: (call) => void send(call, answerEach(requestsOf(call))),
  halfDuplexCall: (call) => void send(call, answerLater(requestsOf(call))),
};

/**
 * requestsOf leaves the stream as it is when nobody reads on: `for await` would destroy it, and grpc-js
 * never ends a call whose stream was destroyed.
 */
function requestsOf(
  call: grpc.ServerDuplexStream<StreamingOutputCallRequest, StreamingOutputCallResponse>,
): AsyncIterable<StreamingOutputCallRequest> {
  return call.iterator({ destroyOnReturn: false });
}

/** send writes as fast as the client reads, and stops when it is gone. */
async function send(
  call: Responding,
  replies: AsyncIterable<StreamingOutputCallResponse>,
): Promise<void> {
  const trailers = echo(call);
  const gone = new AbortController();
  call.once('cancelled', () => gone.abort());
  try {
    for await (const reply of replies) {
      if (gone.signal.aborted) return;
      if (!call.write(reply)) await once(call, 'drain', { signal: gone.signal });
    }
    call.end(trailers);
  } catch (error) {
    call.emit('error', { ...statusOf(error), metadata: trailers });
  }
}

/** echo sends the headers back that ask for it, and answers the trailers that do. */
function echo(call: AnyCall): grpc.Metadata {
  const headers = picked(call.metadata, echoInitial);
  if (headers.get(echoInitial).length > 0) call.sendMetadata(headers);
  return picked(call.metadata, echoTrailing);
}

function picked(from: grpc.Metadata, name: string): grpc.Metadata {
  const metadata = new grpc.Metadata();
  for (const value of from.get(name)) metadata.add(name, value);
  return metadata;
}

/** statusOf tells grpc-js which status an error means. */
function statusOf(error: unknown): Partial<grpc.StatusObject> {
  if (error instanceof StatusWanted) return { code: error.code, details: error.message };
  return { code: grpc.status.INTERNAL, details: String(error) };
}
