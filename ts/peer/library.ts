/** Library is what a peer needs of one RPC library: its client, its server and what it is. */
import type { DescMethod, Message, MessageInitShape } from '@bufbuild/protobuf';
import type {
  CapabilitySchema,
  CloseRequest_Mode,
  ListenRequest,
  OutcomeSchema,
} from '../gen/crosswire/peer/v1/peer_pb.js';
import type { CallPlan, Compression } from '../gen/crosswire/peer/v1/plan_pb.js';
import type { Greeting } from '../services/orders.ts';
import type { Observations } from './observations.ts';
import type { Signals } from './signals.ts';

/** CallEnd is how the library ended a call: an outcome without messages and events. */
export type CallEnd = Omit<MessageInitShape<typeof OutcomeSchema>, '$typeName' | '$unknown'>;

/** CallWatcher is told what the library shows, when it shows it. */
export interface CallWatcher {
  headers(): void;
  message(message: Message): void;
}

/** CallStart is all that is needed to open an RPC. */
export interface CallStart {
  readonly plan: CallPlan;
  readonly method: DescMethod;
  /** The request of a method that takes one. */
  readonly request: Message | undefined;
  /** Of that request; unspecified leaves it to the channel. */
  readonly compression: Compression;
  /** The plan cancels before it opens. */
  readonly cancelled: boolean;
  /** The plan pauses before it reads: a client with an iterable of responses comes to it late. */
  readonly readsLate: boolean;
  readonly watcher: CallWatcher;
}

/** OpenCall is an RPC on its way. No method of it rejects: errors are in `ended`. */
export interface OpenCall {
  /** Resolves when the library has taken the message, or the call has ended. */
  send(message: Message, compression: Compression): Promise<void>;
  /** Waits until `total` messages have come since the opening; false if the end came first. */
  receive(total: number): Promise<boolean>;
  /** Waits for the response headers, or for the end. */
  headers(): Promise<void>;
  halfClose(): void;
  cancel(): void;
  /** Stops taking messages; the next `receive` goes on. */
  pause(): void;
  resume(): void;
  readonly ended: Promise<CallEnd>;
}

/** Opener opens an RPC. It throws UnsupportedPart before anything is sent. */
export type Opener = (start: CallStart) => OpenCall;

/** Listener is an open port of a server. */
export interface Listener {
  readonly address: string;
  /** Changes what grpc.health.v1 says of it, and nothing else. */
  setServing(serving: boolean): void | Promise<void>;
  close(mode: CloseRequest_Mode, graceMs: number): Promise<void>;
}

/** Shared is what a listener has in common with others of its process. */
export interface Shared {
  /** Absent in a worker, whose calls aren't observed: its responses name its process instead. */
  readonly observations: Observations | undefined;
  readonly signals: Signals;
  /** What the orders service says. */
  readonly greeting: Greeting;
}

/** Library is one RPC library, as client and as server. */
export interface Library {
  /** npm packages, of which Describe tells the versions. */
  readonly packages: readonly string[];
  readonly userAgent: string;
  readonly capabilities: readonly MessageInitShape<typeof CapabilitySchema>[];
  readonly open: Opener;
  /** Throws UnsupportedPart for a field that the library can't honour. */
  listen(request: ListenRequest, shared: Shared): Promise<Listener>;
  /** Closes the client channels of one key, or all of them. */
  closeChannels(key?: string): void;
}
