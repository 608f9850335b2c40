import type { Called, Stage } from '../../contract/stage.ts';

const hasFailed = ({ code }: Called) => code !== 'OK';

/** The failures by code: `2 UNAVAILABLE, 1 CANCELLED`, with the first message. */
function failuresText(failed: readonly Called[]): string {
  if (failed.length === 0) return 'none';
  const codes = [...new Set(failed.map((one) => one.code))].sort();
  const parts = codes.map((code) => `${failed.filter((one) => one.code === code).length} ${code}`);
  return `${parts.join(', ')} (${JSON.stringify(failed[0]?.outcome.message ?? '')})`;
}

/** Notes calls and failures, and wants that none failed. */
export function noneLost(stage: Stage, seen: readonly Called[]): void {
  const failed = seen.filter(hasFailed);
  stage.note(`${seen.length} calls, ${failed.length} failed`);
  stage.check('failures', 'none', failuresText(failed));
}

/**
 * Notes calls, failures and the time to recover from what happened at `since`. Only calls that were under way on
 * a server that died, or met it before its connection was seen to be gone, may fail, and only for `limitMs`:
 * UNAVAILABLE, or with a code of `underWay` where they were under way: by default at their deadline, when the server's
 * machine went without a word.
 */
export function recoversWithin(
  stage: Stage,
  seen: readonly Called[],
  since: number,
  limitMs: number,
  underWay: readonly string[] = ['DEADLINE_EXCEEDED'],
): void {
  const failed = seen.filter(hasFailed);
  const cutOff = ({ code, startedMs }: Called) => startedMs <= since && underWay.includes(code);
  const others = failed.filter((one) => !cutOff(one));
  const took = others.reduce((latest, one) => Math.max(latest, one.endedMs - since), 0);
  tell(stage, seen, failed.length, took);
  const wrong = others.filter((one) => one.code !== 'UNAVAILABLE');
  stage.check('failures other than UNAVAILABLE', 'none', failuresText(wrong));
  stage.holds('recovery', `within ${limitMs} ms`, `${Math.round(took)} ms`, took <= limitMs);
  const before = failed.filter((one) => one.endedMs < since);
  stage.check('failures before', 'none', failuresText(before));
}

function tell(stage: Stage, seen: readonly Called[], failed: number, took: number): void {
  const slowest = seen.reduce((most, one) => Math.max(most, one.endedMs - one.startedMs), 0);
  stage.note(`${seen.length} calls, ${failed} failed, recovered after ${Math.round(took)} ms`);
  stage.note(`slowest call ${Math.round(slowest)} ms`);
}
