import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CallPlanSchema, Frame, TamperingSchema } from './generated.ts';
import type { Result, Try } from './result.ts';

/** A change that the wire program makes to what goes over (proto/crosswire/wire/v1/wire.proto). */
export type TamperingInit = MessageInitShape<typeof TamperingSchema>;

/** A client's side of a handshake, with keys (proto/crosswire/peer/v1/plan.proto). */
export type ClientTlsInit = NonNullable<MessageInitShape<typeof CallPlanSchema>['tls']>;

/** Where a client dials, and with which TLS. */
export interface Route {
  /** `host:port`, or a URI of the client's own. */
  readonly target: string;
  readonly tls?: ClientTlsInit;
  /** The handshake is what the case is about: a tap passes it on as it is, and sees bytes alone. */
  readonly opaque?: boolean;
}

/** A WireRecord is what went over a tap. */
export interface WireRecord {
  /** When the tap was opened, from where frames count their time. */
  readonly openedAt: Date;
  readonly frames: readonly Frame[];
  /** Frames that only were counted, since there were too many. */
  readonly framesLeftOut: number;
  /** How often each tampering was applied, in the order in which they were given. */
  readonly applied: readonly number[];
}

/** A Tap is one listener of the wire program, before one address. Disposing closes it. */
export interface Tap extends AsyncDisposable {
  /** Where the client dials now. */
  readonly route: Route;
  /** What has gone over; waits until all connections have ended, at most so long. */
  read(waitMs?: number): Promise<WireRecord>;
}

/** A Wire is the wire program of a run. */
export interface Wire {
  tap(to: Route, tamperings?: readonly TamperingInit[]): Promise<Tap>;
}

/** How a case uses the wire: what is changed, and who is told what went over. */
export interface WireUse {
  readonly wire: Wire;
  readonly tamperings?: readonly TamperingInit[];
  readonly onRecord?: (record: WireRecord) => void;
}

/** What a transcript is about: a try whose calls went over a tap, and the try before it that was not recorded. */
export interface Recorded {
  readonly result: Result;
  readonly before?: Try;
  readonly record: WireRecord;
}
