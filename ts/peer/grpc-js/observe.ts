/** Observe is the grpc-js server interceptor that notes every call on every service. */
import {
  type DescMessage,
  type DescMethod,
  fromJson,
  isMessage,
  type Message,
} from '@bufbuild/protobuf';
import * as grpc from '@grpc/grpc-js';
import { EventKind } from '../../gen/crosswire/peer/v1/peer_pb.js';
import { methodAt } from '../methods.ts';
import type { Observation, Observations } from '../observations.ts';
import { describeMessage } from '../recorder.ts';
import { durationOf } from '../time.ts';
import { fromMetadata } from './metadata.ts';

/** The interceptor and the handler of a call share its metadata object, and nothing else. */
const ofCall = new WeakMap<grpc.Metadata, Observation>();

/** observationOf finds what the interceptor notes about a call, in its handler. */
export function observationOf(call: { readonly metadata: grpc.Metadata }): Observation | undefined {
  return ofCall.get(call.metadata);
}

/** observing makes the interceptor of one listener. */
export function observing(listener: string, observations: Observations): grpc.ServerInterceptor {
  return (definition, call) => {
    let observation: Observation | undefined;
    const listening: grpc.ServerListener = {
      onReceiveMetadata(metadata, next) {
        observation = enter(observations, listener, definition.path, call, metadata);
        ofCall.set(metadata, observation);
        // A handler with a single request is called when that is whole, and not before.
        observation.entered = definition.requestStream;
        next(metadata);
      },
      onReceiveMessage(message: Message | Record<string, unknown>, next) {
        received(observation, methodAt(definition.path), message);
        next(message);
      },
      onReceiveHalfClose(next) {
        next();
        observation?.enter();
      },
      onCancel() {
        observation?.cancel();
        observation?.settle();
      },
    };
    return new grpc.ServerInterceptingCall(
      call,
      responder(listening, () => observation),
    );
  };
}

function responder(
  listening: grpc.ServerListener,
  observation: () => Observation | undefined,
): grpc.Responder {
  return {
    start: (next) => next(listening),
    sendMetadata(metadata, next) {
      observation()?.recorder.event(EventKind.HEADERS);
      next(metadata);
    },
    sendMessage(message: unknown, next) {
      observation()?.recorder.event(EventKind.SENT);
      next(message);
    },
    sendStatus(status, next) {
      observation()?.settle();
      next(status);
    },
  };
}

function enter(
  observations: Observations,
  listener: string,
  method: string,
  call: grpc.ServerInterceptingCallInterface,
  metadata: grpc.Metadata,
): Observation {
  const peerAddress = call.getPeer().replace(/^::ffff:/, '');
  const entry = { listener, method, peerAddress, metadata: fromMetadata(metadata) };
  const left = Number(call.getDeadline()) - Date.now();
  return observations.enter(entry, Number.isFinite(left) ? durationOf(left) : undefined);
}

/** The packages for health and reflection have message objects of their own, whose fields are JSON's. */
function received(
  observation: Observation | undefined,
  method: DescMethod | undefined,
  message: Message | Record<string, unknown>,
): void {
  if (!method || !observation) return;
  const { input } = method;
  observation.recorder.message(() => describeMessage(input, ownMessage(input, message)));
}

/** Which field of a oneof is set has a name in those objects, that of the oneof. */
function ownMessage(schema: DescMessage, message: Message | Record<string, unknown>): Message {
  if (isMessage(message)) return message;
  return fromJson(schema, JSON.parse(JSON.stringify(message)), { ignoreUnknownFields: true });
}
