import type { Endpoint } from './endpoint.ts';

/** A ControlError is a failure of one control port, and says which. */
export abstract class ControlError extends Error {
  readonly endpoint: Endpoint;

  constructor(endpoint: Endpoint, message: string) {
    super(message);
    this.endpoint = endpoint;
  }
}

/** A PeerGone says that a peer's control port no longer answers: the process died or hung up. */
export class PeerGone extends ControlError {
  override readonly name = 'PeerGone';
}

/** A PeerStalled says that a peer did not answer within its limit. */
export class PeerStalled extends ControlError {
  override readonly name = 'PeerStalled';
}

/** A PeerRefused carries what a peer answered to a request that it would not take, or took wrongly. */
export class PeerRefused extends ControlError {
  override readonly name = 'PeerRefused';
}

const NOWHERE: Endpoint = { host: '', port: 0 };

/** A WireFailed says that the wire program could not do what it was asked: no library is to blame. */
export class WireFailed extends ControlError {
  override readonly name = 'WireFailed';

  /** `cause` is what went wrong; of a program that never ran, there is no endpoint. */
  constructor(what: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const endpoint = cause instanceof ControlError ? cause.endpoint : NOWHERE;
    super(endpoint, `the wire program ${what}: ${why}`);
  }
}

/** What went wrong first: of a peer that is gone nothing can be closed either. */
export function firstOf(error: unknown): unknown {
  return error instanceof SuppressedError ? firstOf(error.suppressed) : error;
}
