/** Ending ends a scripted call on grpc-js: by callback, or on a stream by `end` or `error`. */
import { once } from 'node:events';
import { create } from '@bufbuild/protobuf';
import * as grpc from '@grpc/grpc-js';
import { type ProbeResponse, ProbeResponseSchema } from '../../gen/crosswire/probe/v1/probe_pb.js';
import { faultOf } from '../errors.ts';
import type { Observation } from '../observations.ts';
import type { Ending } from '../serve.ts';
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
  if (ending instanceof Error) return callback(faultStatus(ending));
  switch (ending?.kind) {
    case 'status':
      if (ending.status.code !== grpc.status.OK) {
        return callback(errorOf(ending.status), ending.message);
      }
      return callback(null, ending.message ?? message, trailersOf(ending.status));
    case 'throw':
      return callback(thrown(ending));
    case 'nothing':
      return callback(null);
    case 'cancelled':
      return callback(cancelled);
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
  if (ending instanceof Error) return void call.emit('error', faultStatus(ending));
  switch (ending?.kind) {
    case 'status':
      if (ending.message) await write(call, ending.message, gone.signal);
      if (ending.status.code === grpc.status.OK) return void call.end(trailersOf(ending.status));
      return void call.emit('error', errorOf(ending.status));
    case 'throw':
      return void call.emit('error', thrown(ending));
    case 'cancelled':
      return void call.emit('error', cancelled);
    default:
      call.end();
  }
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

/** A panic is an error that an asynchronous handler throws and nobody catches. */
function thrown({ text, panic }: { text: string; panic: boolean }): Error {
  const error = new Error(text);
  if (panic) throw error;
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
