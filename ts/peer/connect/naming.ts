/** Naming is the Connect interceptor of a worker: every response says which process gave it. */
import { Code, ConnectError, type Interceptor } from '@connectrpc/connect';
import { processTrailer } from '../metadata.ts';

/** A stream has its trailers from the start, and keeps them when it fails; a single response has not. */
export const naming: Interceptor = (next) => async (request) => {
  try {
    const response = await next(request);
    response.trailer.set(processTrailer, `${process.pid}`);
    return response;
  } catch (error) {
    throw withName(error);
  }
};

/** A handler's plain error is INTERNAL, as Connect itself makes it: an error's trailers are its metadata. */
function withName(error: unknown): ConnectError {
  const known = ConnectError.from(error, Code.Internal);
  known.metadata.set(processTrailer, `${process.pid}`);
  return known;
}
