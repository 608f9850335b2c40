/** Lost tells a lost connection for what it is, which Connect for Node says in several ways. */
import { Code, ConnectError } from '@connectrpc/connect';
import type { Attempt } from './attempt.ts';

/** What Connect for Node makes of a connection that ends under a call; a server can say them too. */
const USED_FOR_IT = new Set([Code.Aborted, Code.Canceled, Code.Internal, Code.Unknown]);

/**
 * explained is UNAVAILABLE where the attempt's connection was lost and no status had come (gRPC's
 * statuscodes.md: "some data transmitted before connection breaks"), and else the error as it is.
 */
export function explained(
  error: unknown,
  server: string,
  attempt: Attempt,
  signal: AbortSignal | undefined,
): unknown {
  if (!(error instanceof ConnectError) || signal?.aborted || !attempt.lost) return error;
  const fromServer = [...error.metadata].length > 0;
  if (fromServer || !USED_FOR_IT.has(error.code)) return error;
  const text = `the connection to ${server} was lost: ${error.rawMessage}`;
  return new ConnectError(text, Code.Unavailable, undefined, undefined, error);
}

/** explaining does so for what is thrown while messages are read. */
export async function* explaining<T>(
  messages: AsyncIterable<T>,
  explain: (error: unknown) => unknown,
): AsyncIterable<T> {
  try {
    yield* messages;
  } catch (error) {
    throw explain(error);
  }
}
