import type { Seen, Stage } from '../../contract/stage.ts';

/** What a run of calls came to. Times are in milliseconds of the stage's clock. */
export interface RunOfCalls {
  readonly calls: number;
  readonly failed: readonly Seen[];
  /** From a moment to the end of the last call that failed after it; 0 when none did. */
  recovery(since: number): number;
}

export function runOfCalls(seen: readonly Seen[]): RunOfCalls {
  const failed = seen.filter((one) => one.code !== 'OK');
  const last = failed.reduce((latest, one) => Math.max(latest, one.endedMs), 0);
  return {
    calls: seen.length,
    failed,
    recovery: (since) => Math.max(0, Math.round(last - since)),
  };
}

/** The failures by code: `2 UNAVAILABLE, 1 CANCELLED`, with the first message. */
export function failuresText(failed: readonly Seen[]): string {
  if (failed.length === 0) return 'none';
  const codes = [...new Set(failed.map((one) => one.code))].sort();
  const parts = codes.map((code) => `${failed.filter((one) => one.code === code).length} ${code}`);
  return `${parts.join(', ')} (${JSON.stringify(failed[0]?.outcome.message ?? '')})`;
}

/** Notes calls and failures, and wants that none failed. */
export function noneLost(stage: Stage, seen: readonly Seen[]): void {
  const { calls, failed } = runOfCalls(seen);
  stage.note(`${calls} calls, ${failed.length} failed`);
  stage.check('failures', 'none', failuresText(failed));
}

/**
 * Notes calls, failures and the time to recover. Only calls that were under way on a server that
 * died, or met it before its connection was seen to be gone, may fail; and only for `limitMs`.
 */
export function recoversWithin(
  stage: Stage,
  seen: readonly Seen[],
  since: number,
  limitMs: number,
): void {
  const { calls, failed, recovery } = runOfCalls(seen);
  const took = recovery(since);
  const slowest = Math.round(Math.max(0, ...seen.map((one) => one.endedMs - one.startedMs)));
  stage.note(`${calls} calls, ${failed.length} failed, recovered after ${took} ms`);
  stage.note(`slowest call ${slowest} ms`);
  const wrong = failed.filter((one) => one.code !== 'UNAVAILABLE');
  stage.check('failures other than UNAVAILABLE', 'none', failuresText(wrong));
  stage.holds('recovery', `within ${limitMs} ms`, `${took} ms`, took <= limitMs);
  const before = failed.filter((one) => one.endedMs < since);
  stage.check('failures before', 'none', failuresText(before));
}
