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
