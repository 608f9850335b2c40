import type { Protocol } from '../contract/vocabulary.ts';

/** A Body is what one message carries: bytes, a text, or so many zeros where what they are doesn't matter. */
export type Body =
  | { readonly hex: string }
  | { readonly text: string }
  | { readonly zeros: number };

/** A Field is a header or a trailer; hex of its bytes for a `-bin` name. */
export interface Field {
  readonly name: string;
  readonly value: string;
  readonly binary: boolean;
}

/** An Act is one thing that a side does, in order. */
export type Act =
  | { readonly do: 'send'; readonly body: Body; readonly count: number }
  | { readonly do: 'receive'; readonly count: number }
  | { readonly do: 'drain'; readonly background: boolean }
  /** Waits for the drain in the background. */
  | { readonly do: 'join' }
  | { readonly do: 'half-close' }
  | { readonly do: 'read-headers' }
  | { readonly do: 'send-headers'; readonly fields: readonly Field[] }
  | { readonly do: 'sleep'; readonly ms: number; readonly why?: string }
  | { readonly do: 'cancel' };

/** A Status ends a call. */
export interface Status {
  readonly code: number;
  readonly message: string;
  readonly trailers: readonly Field[];
}

/** How the server's handler ends. */
export type Ending =
  | { readonly is: 'status'; readonly status: Status }
  | { readonly is: 'status-and-message'; readonly status: Status; readonly body: Body }
  | { readonly is: 'throw'; readonly text: string; readonly panic: boolean }
  | { readonly is: 'nothing' }
  | { readonly is: 'await-cancellation' };

/** A Shape is which sides of a call are streams. */
export interface Shape {
  readonly manyRequests: boolean;
  readonly manyResponses: boolean;
}

/** A message encoding that a side is told to use. */
export type Encoding = 'identity' | 'gzip' | 'deflate';

/** What the client does. */
export interface ClientPart {
  /** Cancelled as it opens. */
  readonly cancelled: boolean;
  /** All up to the end of the requests; on a single request that is its `send`, and nothing else. */
  readonly requests: readonly Act[];
  /** What comes then; the responses are read to the end after all. */
  readonly then: readonly Act[];
  readonly metadata: readonly Field[];
  readonly timeoutMs: number | undefined;
  readonly encoding: Encoding | undefined;
  /** Names that it prints. */
  readonly headers: readonly string[];
  readonly trailers: readonly string[];
}

/** What the server does with the call. */
export interface ServerPart {
  readonly acts: readonly Act[];
  readonly ending: Ending;
  readonly encoding: Encoding | undefined;
}

/** Shows is what the server prints of the call that it got. */
export interface Shows {
  readonly entered: boolean;
  /** Names. */
  readonly metadata: readonly string[];
  readonly timeLeft: boolean;
  readonly messages: boolean;
  /** An ending that waits for the cancellation prints it anyhow. */
  readonly cancelled: boolean;
}

/** What is spoken between the two. */
export interface Spoken {
  readonly protocol: Protocol;
  /** HTTP/1.1 instead of HTTP/2. */
  readonly http1: boolean;
  /** JSON instead of binary messages. */
  readonly json: boolean;
}

/** A Program is a case as two small programs: straight-line, with nothing left to interpret. */
export interface Program {
  readonly shape: Shape;
  readonly spoken: Spoken;
  readonly client: ClientPart;
  readonly server: ServerPart;
  readonly shows: Shows;
}

/** The one method of the small programs. */
export const SERVICE = 'repro.Repro';
export const METHOD = 'Call';
export const PATH = `/${SERVICE}/${METHOD}`;

/** A NotSmallError says that a case can't be told by two small programs, and why. */
export class NotSmallError extends Error {
  override readonly name = 'NotSmallError';
}
