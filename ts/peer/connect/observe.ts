/** Observe is the Connect interceptor that notes every call on every service. */
import type { DescMessage, DescService, Message } from '@bufbuild/protobuf';
import {
  type ContextValues,
  createContextKey,
  createContextValues,
  type HandlerContext,
  type Interceptor,
  type ServiceImpl,
  type StreamRequest,
  type UnaryRequest,
} from '@connectrpc/connect';
import type { ConnectNodeAdapterOptions } from '@connectrpc/connect-node';
import { EventKind } from '../../gen/crosswire/peer/v1/peer_pb.js';
import { pathOf } from '../methods.ts';
import type { Observation, Observations } from '../observations.ts';
import { describeMessage } from '../recorder.ts';
import { durationOf } from '../time.ts';
import { fromHeaders } from './metadata.ts';

const peerKey = createContextKey('');
const observationKey = createContextKey<Observation | undefined>(undefined);

type NodeRequest = Parameters<NonNullable<ConnectNodeAdapterOptions['contextValues']>>[0];
type AnyRequest = UnaryRequest | StreamRequest;

/** peerOf puts into the context what an interceptor can't see: who is calling. */
export function peerOf({ socket }: NodeRequest): ContextValues {
  const { remoteAddress = '', remotePort } = socket;
  const host = remoteAddress.replace(/^::ffff:/, '');
  return createContextValues().set(peerKey, remotePort ? `${host}:${remotePort}` : host);
}

/** observationOf finds what the interceptor notes about a call, in its handler. */
export function observationOf({ values }: HandlerContext): Observation | undefined {
  return values.get(observationKey);
}

/** observing makes the interceptor of one listener. */
export function observing(listener: string, observations: Observations): Interceptor {
  return (next) => async (request) => {
    const observation = enter(observations, listener, request);
    try {
      const response = await next(receiving(observation, request));
      if (response.stream) return { ...response, message: sending(observation, response.message) };
      observation.recorder.event(EventKind.SENT);
      observation.settle();
      return response;
    } catch (error) {
      observation.settle();
      throw error;
    }
  };
}

/** timed notes the time left, which Connect shows to handlers only. */
export function timed<S extends DescService>(
  implementation: Partial<ServiceImpl<S>>,
): Partial<ServiceImpl<S>> {
  type Method = (input: unknown, context: HandlerContext) => unknown;
  const methods = Object.entries<Method>(implementation as Record<string, Method>);
  const wrapped = methods.map(([name, method]) => {
    const entered: Method = (input, context) => {
      const left = context.timeoutMs();
      const observation = observationOf(context);
      if (observation && left !== undefined) observation.timeLeft = durationOf(left);
      return method(input, context);
    };
    return [name, entered] as const;
  });
  return Object.fromEntries(wrapped) as Partial<ServiceImpl<S>>;
}

function enter(observations: Observations, listener: string, request: AnyRequest): Observation {
  const observation = observations.enter({
    listener,
    method: pathOf(request.method),
    peerAddress: request.contextValues.get(peerKey),
    metadata: fromHeaders(request.header),
  });
  request.contextValues.set(observationKey, observation);
  if (request.signal.aborted) observation.cancel();
  request.signal.addEventListener('abort', () => observation.cancel(), { once: true });
  return observation;
}

function receiving(observation: Observation, request: AnyRequest): AnyRequest {
  const { input } = request.method;
  if (request.stream) return { ...request, message: tapped(observation, input, request.message) };
  received(observation, input, request.message);
  return request;
}

async function* tapped(
  observation: Observation,
  schema: DescMessage,
  messages: AsyncIterable<Message>,
): AsyncGenerator<Message> {
  for await (const message of messages) {
    received(observation, schema, message);
    yield message;
  }
}

function received({ recorder }: Observation, schema: DescMessage, message: Message): void {
  recorder.message(() => describeMessage(schema, message));
}

async function* sending(
  observation: Observation,
  messages: AsyncIterable<Message>,
): AsyncGenerator<Message> {
  try {
    for await (const message of messages) {
      observation.recorder.event(EventKind.SENT);
      yield message;
    }
  } finally {
    observation.settle();
  }
}
