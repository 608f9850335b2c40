/** Ending ends a scripted call on grpc-js: by callback, or on a stream by `end` or `error`. */
import { once } from 'node:events';
import { create } from '@bufbuild/protobuf';
import * as grpc from '@grpc/grpc-js';
import type { ServerStatus } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { type ProbeResponse, ProbeResponseSchema } from '../../gen/crosswire/probe/v1/probe_pb.js';
import { faultOf } from '../errors.ts';
import type { Observation } from '../observations.ts';
import type { Ending, Rest } from '../serve.ts';
import { errorOf, trailersOf } from './status.ts';

type Responses = AsyncGenerator<ProbeResponse, Ending | undefined>;
type ResponseStream =
  | grpc.ServerWritableStream<unknown, ProbeResponse>
  | grpc.ServerDuplexStream<unknown, ProbeResponse>;

const cancelled = { code: grpc.status.CANCELLED, details: 'the handler saw the cancellation' };

/** answer ends a call that has a single response: the last one that the plan sent. */
export async function answer(
  responses: Responses,
  observation: Observation | undefined,
  callback: grpc.sendUnaryData<ProbeResponse>,
): Promise<void> {
  let message = create(ProbeResponseSchema);
  const ending = await play(responses, observation, (response) => {
    message = response;
  });
  await careful(
    ending,
    (error) => callback(error),
    () => answerWith(ending, message, callback),
  );
}

function answerWith(
  ending: Ending | undefined | Error,
  message: ProbeResponse,
  callback: grpc.sendUnaryData<ProbeResponse>,
): void | Promise<void> {
  if (ending instanceof Error) return callback(faultStatus(ending));
  switch (ending?.kind) {
    case 'status':
      if (ending.status.code === grpc.status.OK) {
        return end(ending.status, ending.message ?? message, callback);
      }
      return callback(errorOf(ending.status), ending.message);
    case 'throw':
      return callback(thrown(ending));
    case 'goOn':
      end(ending.status, message, callback);
      return goOn(ending.rest, (response) => callback(null, response));
    case 'nothing':
      return callback(null);
    case 'cancelled':
      return callback(cancelled);
  }
}

/** careful gives the library what its own API threw, metadata that it doesn't take: a plan that throws later is not. */
async function careful(
  ending: Ending | undefined | Error,
  fail: (error: Error) => unknown,
  finish: () => void | Promise<void>,
): Promise<void> {
  try {
    await finish();
  } catch (error) {
    const planned = !(ending instanceof Error) && ending?.kind === 'throw';
    if (planned || !(error instanceof Error)) throw error;
    fail(error);
  }
}

function end(
  status: ServerStatus,
  message: ProbeResponse,
  callback: grpc.sendUnaryData<ProbeResponse>,
): void {
  if (status.code === grpc.status.OK) callback(null, message, trailersOf(status));
  else callback(errorOf(status));
}

/** goOn plays what careless code does after its status; nobody looks at what comes of it. */
async function goOn(rest: Rest, send: (response: ProbeResponse) => unknown): Promise<void> {
  try {
    for await (const response of rest) await send(response);
  } catch (error) {
    console.error('after the status:', error);
  }
}

/** stream sends the responses as they come, and ends the stream. */
export async function stream(
  responses: Responses,
  observation: Observation | undefined,
  call: ResponseStream,
): Promise<void> {
  const gone = new AbortController();
  call.once('cancelled', () => gone.abort('cancelled'));
  const ending = await play(responses, observation, (response) =>
    write(call, response, gone.signal),
  );
  await careful(
    ending,
    (error) => call.emit('error', error),
    () => streamEnd(ending, call, gone.signal),
  );
}

async function streamEnd(
  ending: Ending | undefined | Error,
  call: ResponseStream,
  gone: AbortSignal,
): Promise<void> {
  if (ending instanceof Error) return void call.emit('error', faultStatus(ending));
  switch (ending?.kind) {
    case 'status':
      if (ending.message) await write(call, ending.message, gone);
      return endStream(call, ending.status);
    case 'throw':
      return void call.emit('error', thrown(ending));
    case 'goOn':
      endStream(call, ending.status);
      return goOn(ending.rest, (response) => write(call, response, gone));
    case 'cancelled':
      return void call.emit('error', cancelled);
    default:
      call.end();
  }
}

function endStream(call: ResponseStream, status: ServerStatus): void {
  if (status.code === grpc.status.OK) call.end(trailersOf(status));
  else call.emit('error', errorOf(status));
}

/** play answers the ending, or the fault of the interpreter, which the observation keeps. */
async function play(
  responses: Responses,
  observation: Observation | undefined,
  send: (response: ProbeResponse) => unknown,
): Promise<Ending | undefined | Error> {
  try {
    let next = await responses.next();
    for (; !next.done; next = await responses.next()) await send(next.value);
    return next.value;
  } catch (error) {
    const fault = faultOf(error);
    if (observation) observation.fault = fault;
    return fault;
  }
}

/** Thrown later, an error leaves the handler as a rejected promise, which grpc-js doesn't look at. */
function thrown({ error, later }: { error: Error; later: boolean }): Error {
  if (later) throw error;
  return error;
}

function faultStatus(fault: Error): Partial<grpc.StatusObject> {
  return { code: grpc.status.INTERNAL, details: `server plan failed: ${fault.message}` };
}

/** write waits while the stream is full: until it drains, or the client is gone. */
async function write(
  call: ResponseStream,
  message: ProbeResponse,
  gone: AbortSignal,
): Promise<void> {
  if (call.write(message) || call.cancelled) return;
  await once(call, 'drain', { signal: gone }).catch(() => undefined);
}
