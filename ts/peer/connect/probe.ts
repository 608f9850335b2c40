/** Probe is the scripted service on Connect. What a plan says is done in that library's idiom. */
import type { HandlerContext, ServiceImpl } from '@connectrpc/connect';
import type { Compression, ServerPlan } from '../../gen/crosswire/peer/v1/plan_pb.js';
import type { Probe, ProbeRequest } from '../../gen/crosswire/probe/v1/probe_pb.js';
import { echo, echoAll, echoEach } from '../echo.ts';
import type { Opener } from '../library.ts';
import { noted, Requests } from '../requests.ts';
import { type ServedCall, serve } from '../serve.ts';
import type { Signals } from '../signals.ts';
import { answer, stream } from './ending.ts';
import { appendTo } from './metadata.ts';
import { observationOf } from './observe.ts';

/** OpenUnder opens calls as children of a call that is being served. */
export type OpenUnder = (parent: HandlerContext) => Opener;

/** probe makes the four methods. */
export function probe(
  signals: Signals,
  openUnder: OpenUnder,
  compression: Compression,
): ServiceImpl<typeof Probe> {
  const play = (plan: ServerPlan, context: HandlerContext, requests?: Requests) =>
    serve(plan, { ...served(context, openUnder, requests), compression }, signals);
  return {
    async unary(request, context) {
      const { plan } = request;
      return plan ? answer(play(plan, context), context) : echo(request);
    },
    async *serverStream(request, context) {
      const { plan } = request;
      if (plan) yield* stream(play(plan, context), context);
      else yield echo(request);
    },
    async clientStream(messages, context) {
      const requests = requestsOf(messages, context);
      const plan = (await requests.peek())?.plan;
      return plan ? answer(play(plan, context, requests), context) : echoAll(requests);
    },
    async *bidiStream(messages, context) {
      const requests = requestsOf(messages, context);
      const plan = (await requests.peek())?.plan;
      if (plan) yield* stream(play(plan, context, requests), context);
      else yield* echoEach(requests);
    },
  };
}

function requestsOf(messages: AsyncIterable<ProbeRequest>, context: HandlerContext): Requests {
  return new Requests(noted(messages, observationOf(context)));
}

function served(
  context: HandlerContext,
  openUnder: OpenUnder,
  requests?: Requests,
): Omit<ServedCall, 'compression'> {
  return {
    observation: observationOf(context),
    cancelled: context.signal,
    receive: async () => (await requests?.take()) !== undefined,
    sendHeaders: (metadata) => void appendTo(context.responseHeader, metadata),
    open: openUnder(context),
  };
}
