/** Time turns the contract's durations into timers. */
import { setTimeout as delay } from 'node:timers/promises';
import { create } from '@bufbuild/protobuf';
import { type Duration, DurationSchema, durationMs } from '@bufbuild/protobuf/wkt';

/** millis reads a duration; absent is undefined. */
export function millis(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : durationMs(duration);
}

/** What a Duration can hold, in milliseconds: 10,000 years. A grpc-timeout may be longer. */
const LONGEST_MS = 315_576_000_000_000;

/** durationOf writes milliseconds, fractions included. */
export function durationOf(ms: number): Duration {
  const nanos = Math.round(Math.min(ms, LONGEST_MS) * 1e6);
  return create(DurationSchema, {
    seconds: BigInt(Math.trunc(nanos / 1e9)),
    nanos: nanos % 1e9,
  });
}

/** sleep waits, or until `stop` is aborted. */
export async function sleep(ms: number, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  await delay(ms, undefined, { signal: stop }).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
}
