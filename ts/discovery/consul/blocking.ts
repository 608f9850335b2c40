/** Blocking follows an answer of Consul's by blocking queries: asked again with what it was, it waits for a change. */
import { setTimeout as wait } from 'node:timers/promises';
import { Pause } from '../pause.ts';
import { quoted } from '../text.ts';
import type { Watch } from '../types.ts';
import { type Answer, ask, ConsulError } from './http.ts';

export interface Following {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Tells an answer; throws where it can't be used. 404 is an answer too. */
  changed(answer: Answer): void | Promise<void>;
  failed(error: Error): void;
}

/** The agent answers after this time when nothing has changed, and adds up to a 16th of it. */
const WAIT_S = 60;
const TIMEOUT_MS = (WAIT_S + WAIT_S / 16 + 10) * 1000;

/** follow asks on until it is closed. */
export function follow(authority: string, following: Following): Watch {
  const abort = new AbortController();
  void askOn(authority, following, abort.signal);
  return { close: () => abort.abort() };
}

async function askOn(authority: string, following: Following, signal: AbortSignal): Promise<void> {
  const pause = new Pause();
  pause.next();
  let last: Answer | undefined;
  while (!signal.aborted) {
    try {
      const answer = await askNext(authority, following, signal, last);
      if (signal.aborted) return;
      await following.changed(answer);
      last = answer;
      pause.reset();
      pause.next();
    } catch (error) {
      if (signal.aborted) return;
      last = undefined;
      following.failed(error instanceof Error ? error : new Error(String(error)));
      await wait(pause.next(), undefined, { signal }).catch(() => undefined);
    }
  }
}

async function askNext(
  authority: string,
  { path, query }: Following,
  signal: AbortSignal,
  last: Answer | undefined,
): Promise<Answer> {
  const since = sinceOf(last);
  const question = { path, query: { ...query, ...since }, signal, timeoutMs: TIMEOUT_MS };
  const answer = await ask(authority, question);
  if (answer.status === 200 || answer.status === 404) return restarted(last, answer);
  throw new ConsulError(authority, `${answer.status} ${quoted(answer.body)}`);
}

/** An index below 1 would not block. */
function sinceOf(last: Answer | undefined): Readonly<Record<string, string>> {
  if (last?.hash) return { hash: last.hash, wait: `${WAIT_S}s` };
  if (last && last.index > 0) return { index: String(last.index), wait: `${WAIT_S}s` };
  return {};
}

/** An index that goes back is of a state that was made anew: Consul's documentation has one begin again at 0. */
function restarted(last: Answer | undefined, answer: Answer): Answer {
  return last && answer.index < last.index ? { ...answer, index: 0 } : answer;
}
