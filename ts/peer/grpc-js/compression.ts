/** Compression of grpc-js: one algorithm a channel, which a message can go without. */
import * as grpc from '@grpc/grpc-js';
import { type CallPlan, Compression } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { UnsupportedPart } from '../errors.ts';

/** The flag of a write that goes without: grpc-js has it in WriteFlags, which it doesn't export. */
const NO_COMPRESS = 2;

/** algorithmOf is what the plan's channel compresses with: its own, or that of the messages that ask for one. */
export function algorithmOf({ compression, steps }: CallPlan): Compression {
  let algorithm = compression;
  for (const [index, { action }] of steps.entries()) {
    const wanted = action.case === 'send' ? action.value.compression : Compression.UNSPECIFIED;
    if (wanted <= Compression.IDENTITY || wanted === algorithm) continue;
    if (algorithm > Compression.IDENTITY) {
      throw new UnsupportedPart('send.compression', 'a call has one encoding', index);
    }
    algorithm = wanted;
  }
  return algorithm;
}

/** Choices are, message by message, whether it is compressed. */
export class Choices {
  readonly #plan: CallPlan;
  readonly #plain: boolean[] = [];

  constructor(plan: CallPlan) {
    this.#plan = plan;
  }

  /** add says it of the next message that is written. */
  add(compression: Compression): void {
    this.#plain.push((compression || this.#plan.compression) <= Compression.IDENTITY);
  }

  /** interceptors are none where the channel's algorithm is for all. */
  get interceptors(): grpc.Interceptor[] {
    const chosen = this.#plan.steps.some(
      ({ action }) => action.case === 'send' && action.value.compression,
    );
    return chosen ? [(options, next) => new Choosing(next(options), this.#plain)] : [];
  }
}

class Choosing extends grpc.InterceptingCall {
  readonly #plain: boolean[];

  constructor(next: ConstructorParameters<typeof grpc.InterceptingCall>[0], plain: boolean[]) {
    super(next);
    this.#plain = plain;
  }

  override sendMessageWithContext(
    context: Parameters<grpc.InterceptingCall['sendMessageWithContext']>[0],
    message: unknown,
  ): void {
    const flags = this.#plain.shift() ? NO_COMPRESS : 0;
    super.sendMessageWithContext({ ...context, flags }, message);
  }
}
