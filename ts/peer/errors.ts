/** Errors of the peer itself. They are reported beside outcomes, and never as outcomes. */
import { HarnessError_Kind as Kind } from '../gen/crosswire/peer/v1/peer_pb.js';

/** HarnessFault is a HarnessError of the contract, as it is thrown. */
export class HarnessFault extends Error {
  override readonly name = 'HarnessFault';
  readonly kind: Kind;

  constructor(kind: Kind, text: string) {
    super(text);
    this.kind = kind;
  }
}

/** badPlan says that a plan makes no sense. */
export function badPlan(text: string): HarnessFault {
  return new HarnessFault(Kind.BAD_PLAN, text);
}

/** faultOf turns whatever the interpreter raised into a fault. */
export function faultOf(error: unknown): HarnessFault {
  if (error instanceof HarnessFault) return error;
  return new HarnessFault(Kind.CRASHED, error instanceof Error ? `${error.stack}` : `${error}`);
}

/** UnsupportedPart names a step or a field that the library can't carry out. */
export class UnsupportedPart extends Error {
  override readonly name = 'UnsupportedPart';
  readonly step: number;
  readonly field: string;

  constructor(field: string, reason: string, step = -1) {
    super(reason);
    this.field = field;
    this.step = step;
  }
}

/** nativeError is an error as JavaScript shows it. */
export function nativeError(error: unknown): { class: string; text: string } {
  if (error instanceof Error) return { class: error.constructor.name, text: error.message };
  return { class: typeof error, text: String(error) };
}

/** BadRequest is a request to the control port that makes no sense: HTTP 400. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}
