/** Naming is the Connect interceptor of a worker: every response says which process gave it. */
import { Code, ConnectError, type Interceptor, type StreamResponse } from '@connectrpc/connect';
import { processTrailer } from '../metadata.ts';

export const naming: Interceptor = (next) => async (request) => {
  try {
    const response = await next(request);
    response.trailer.set(processTrailer, `${process.pid}`);
    if (response.stream) return { ...response, message: named(response.message) };
    return response;
  } catch (error) {
    throw withName(error);
  }
};

async function* named(messages: StreamResponse['message']): StreamResponse['message'] {
  try {
    yield* messages;
  } catch (error) {
    throw withName(error);
  }
}

/** A handler's plain error is INTERNAL, as Connect itself makes it: an error's trailers are its metadata. */
function withName(error: unknown): ConnectError {
  const known = ConnectError.from(error, Code.Internal);
  known.metadata.set(processTrailer, `${process.pid}`);
  return known;
}
