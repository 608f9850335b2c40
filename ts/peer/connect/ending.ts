/** Ending ends a scripted call on Connect: by returning, or by throwing. */
import { create } from '@bufbuild/protobuf';
import { Code, ConnectError, type HandlerContext } from '@connectrpc/connect';
import type { ServerStatus } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { type ProbeResponse, ProbeResponseSchema } from '../../gen/crosswire/probe/v1/probe_pb.js';
import { faultOf } from '../errors.ts';
import type { Ending, Rest } from '../serve.ts';
import { appendTo } from './metadata.ts';
import { observationOf } from './observe.ts';

const ok = 0;

/** answer ends a call that has a single response: the last one that the plan sent. */
export async function answer(
  responses: AsyncGenerator<ProbeResponse, Ending>,
  context: HandlerContext,
): Promise<ProbeResponse> {
  let message = create(ProbeResponseSchema);
  const played = guarded(responses, context);
  let next = await played.next();
  for (; !next.done; next = await played.next()) message = next.value;
  const ending = next.value;
  // A handler that returns nothing, which its type forbids and JavaScript doesn't.
  if (ending.kind === 'nothing') return undefined as unknown as ProbeResponse;
  finish(ending, context);
  return (ending.kind === 'status' && ending.message) || message;
}

/** stream passes the responses on as they come, and then ends. */
export async function* stream(
  responses: AsyncGenerator<ProbeResponse, Ending>,
  context: HandlerContext,
): AsyncGenerator<ProbeResponse> {
  const ending = yield* guarded(responses, context);
  if (ending.kind === 'status' && ending.message) yield ending.message;
  finish(ending, context);
}

/** guarded lets Connect's own errors pass, and notes the interpreter's. */
async function* guarded(
  responses: AsyncGenerator<ProbeResponse, Ending>,
  context: HandlerContext,
): AsyncGenerator<ProbeResponse, Ending> {
  try {
    return yield* responses;
  } catch (error) {
    if (error instanceof ConnectError) throw error;
    const fault = faultOf(error);
    const observation = observationOf(context);
    if (observation) observation.fault = fault;
    throw new ConnectError(`server plan failed: ${fault.message}`, Code.Internal);
  }
}

function finish(ending: Ending, context: HandlerContext): void {
  switch (ending.kind) {
    case 'status':
      if (ending.status.code !== ok) throw errorOf(ending.status);
      appendTo(context.responseTrailer, ending.status.trailers);
      return;
    case 'throw':
      throw ending.error;
    case 'goOn':
      void goOn(ending.rest);
      if (ending.status.code !== ok) throw errorOf(ending.status);
      return;
    case 'cancelled':
      // Connect gives the reason, its own error for a cancellation or for a deadline.
      throw context.signal.reason;
  }
}

/** goOn is what a handler left behind as it ended: it reads and waits, and has nothing to send with. */
async function goOn(rest: Rest): Promise<void> {
  try {
    while (!(await rest.next()).done);
  } catch (error) {
    console.error('after the status:', error);
  }
}

/** Details travel as they are: Connect also takes the form in which it shows received ones. */
function errorOf({ code, message, details, trailers }: ServerStatus): ConnectError {
  const error = new ConnectError(message, code, appendTo(new Headers(), trailers));
  error.details = details.map(({ typeUrl, value }) => ({
    type: typeUrl.slice(typeUrl.lastIndexOf('/') + 1),
    value,
  }));
  return error;
}
