/** Official binds grpc.testing.TestService to Connect, in its own idiom: promises and generators. */
import { ConnectError, type HandlerContext, type ServiceImpl } from '@connectrpc/connect';
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

const unaryCall: ServiceImpl<typeof TestService>['unaryCall'] = (request, context) => {
  echo(context);
  try {
    return answerOne(request);
  } catch (error) {
    throw statusOf(error, context);
  }
};

/** official is all but UnimplementedCall, which is there to be left out. */
export const official: Omit<ServiceImpl<typeof TestService>, 'unimplementedCall'> = {
  emptyCall(_request, context) {
    echo(context);
    return {};
  },
  unaryCall,
  cacheableUnaryCall: unaryCall,
  streamingOutputCall: (request, context) => streamed(answerEach([request]), context),
  streamingInputCall(requests, context) {
    echo(context);
    return addUp(requests);
  },
  fullDuplexCall: (requests, context) => streamed(answerEach(requests), context),
  halfDuplexCall: (requests, context) => streamed(answerLater(requests), context),
};

async function* streamed<T>(replies: AsyncIterable<T>, context: HandlerContext): AsyncGenerator<T> {
  echo(context);
  try {
    yield* replies;
  } catch (error) {
    throw statusOf(error, context);
  }
}

function echo({ requestHeader, responseHeader, responseTrailer }: HandlerContext): void {
  const initial = requestHeader.get(echoInitial);
  if (initial !== null) responseHeader.set(echoInitial, initial);
  const trailing = requestHeader.get(echoTrailing);
  if (trailing !== null) responseTrailer.set(echoTrailing, trailing);
}

/** statusOf gives an error the trailers, which otherwise go with a response only. */
function statusOf(error: unknown, { responseTrailer }: HandlerContext): unknown {
  if (!(error instanceof StatusWanted)) return error;
  const trailing = responseTrailer.get(echoTrailing);
  const trailers = trailing === null ? {} : { [echoTrailing]: trailing };
  return new ConnectError(error.message, error.code, trailers);
}
