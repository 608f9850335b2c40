/** Probe is the scripted service on grpc-js. What a plan says is done in that library's idiom. */
import type { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import type * as grpc from '@grpc/grpc-js';
import { Compression, type ServerPlan, Throw_Kind } from '../../gen/crosswire/peer/v1/plan_pb.js';
import type { Probe, ProbeRequest, ProbeResponse } from '../../gen/crosswire/probe/v1/probe_pb.js';
import type { Handlers } from '../../grpc-js/adapter.ts';
import { echo, echoAll, echoEach } from '../echo.ts';
import type { Opener } from '../library.ts';
import { noted, Requests } from '../requests.ts';
import { type Ending, errorOf, type ServedCall, serve } from '../serve.ts';
import type { Signals } from '../signals.ts';
import type { ParentCall } from './client.ts';
import { answer, stream } from './ending.ts';
import { toMetadata } from './metadata.ts';
import { observationOf } from './observe.ts';

type AnyCall = ParentCall & { sendMetadata(metadata: grpc.Metadata): void };

/** OpenUnder opens calls as children of a call that is being served. */
export type OpenUnder = (parent: ParentCall) => Opener;

/** probe makes the four handlers. */
export function probe(signals: Signals, openUnder: OpenUnder): Handlers<typeof Probe> {
  const play = (plan: ServerPlan, call: AnyCall, requests?: Requests) =>
    serve(plan, served(call, openUnder, requests), signals);
  return {
    unary(call, callback) {
      const { plan } = call.request;
      if (!plan) return callback(null, echo(call.request));
      throwAtOnce(plan);
      void answer(play(plan, call), observationOf(call), callback);
    },
    serverStream(call) {
      const { plan } = call.request;
      if (plan) throwAtOnce(plan);
      const responses = plan ? play(plan, call) : echoing([call.request]);
      void stream(responses, observationOf(call), call);
    },
    async clientStream(call, callback) {
      const requests = requestsOf(call);
      const plan = (await requests.peek())?.plan;
      if (plan) await answer(play(plan, call, requests), observationOf(call), callback);
      else callback(null, await echoAll(requests));
    },
    async bidiStream(call) {
      const requests = requestsOf(call);
      const plan = (await requests.peek())?.plan;
      const responses = plan ? play(plan, call, requests) : echoing(requests);
      await stream(responses, observationOf(call), call);
    },
  };
}

/** A careless handler throws before it waits for anything; grpc-js catches only that. */
function throwAtOnce({ steps, ending: { case: kind, value } }: ServerPlan): void {
  if (steps.length > 0 || kind !== 'throw') return;
  if (value.kind !== Throw_Kind.LATER && value.kind !== Throw_Kind.CANCELLATION)
    throw errorOf(value);
}

async function* echoing(
  requests: Iterable<ProbeRequest> | AsyncIterable<ProbeRequest>,
): AsyncGenerator<ProbeResponse, Ending | undefined> {
  yield* echoEach(requests);
  return undefined;
}

function served(call: AnyCall, openUnder: OpenUnder, requests?: Requests): ServedCall {
  const cancelled = new AbortController();
  const events: EventEmitter = call;
  events.once('cancelled', () => cancelled.abort('cancelled'));
  return {
    observation: observationOf(call),
    cancelled: cancelled.signal,
    compression: Compression.IDENTITY,
    receive: async () => (await requests?.take()) !== undefined,
    sendHeaders: (metadata) => call.sendMetadata(toMetadata(metadata)),
    open: openUnder(call),
  };
}

/** A cancelled call destroys its stream, and with that ends the requests. */
function requestsOf(call: AnyCall & Readable): Requests {
  const source = noted(call, observationOf(call));
  return new Requests({
    next: () => source.next().catch(() => ({ done: true, value: undefined })),
  });
}
