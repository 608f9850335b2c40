import type { Result } from '../contract/result.ts';
import { ControlError, PeerRefused } from '../drive/errors.ts';
import { type CallLimits, DEFAULT_LIMITS, type Pair } from './call.ts';
import { notRun, type Task } from './ledger.ts';
import { runCase } from './run-case.ts';
import { type Live, PeerLost, type PeerSession } from './session.ts';
import { warm } from './warm.ts';

/** What a try needs of the run. */
export interface AttemptOptions {
  readonly limits?: CallLimits;
  readonly tryUnsupported: boolean;
}

/** How long a process whose port has closed may take to be seen as ended, in milliseconds. */
const EXIT_MS = 1_000;

/** Characters of standard error kept with a result: thousands may fail in a run. */
const STDERR_KEPT = 8 * 1024;

/**
 * One try at a task. A peer that is gone or silent is replaced for the tasks to come; the case
 * that was open on it fails, with its standard error.
 */
export async function attempt(
  { cell, testCase }: Task,
  client: PeerSession,
  server: PeerSession,
  callId: string,
  options: AttemptOptions,
): Promise<Result> {
  let pair: Pair;
  try {
    pair = await pairOf(client, server);
  } catch (error) {
    if (!(error instanceof PeerLost)) throw error;
    return notRun(testCase.id, cell, error.message);
  }
  try {
    await warm(pair, cell, options.limits ?? DEFAULT_LIMITS);
    return withStderr(await runCase(cell, testCase, pair, { ...options, callId }), pair);
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    const problem = await replaceCulprit(error, [client, pair.client], [server, pair.server]);
    const differences = [{ field: 'outcome', expected: 'an outcome', actual: problem }];
    const evidence = { callId, problem };
    const verdict = { verdict: 'failed', durationMs: 0, differences, evidence } as const;
    return withStderr({ case: testCase.id, cell, ...verdict }, pair);
  }
}

async function pairOf(client: PeerSession, server: PeerSession): Promise<Pair> {
  const [clientLive, serverLive] = await Promise.all([client.live(), server.live()]);
  return { client: clientLive, server: serverLive };
}

type Side = readonly [PeerSession, Live];

/** Ends the process whose control port failed, and says what became of it. */
async function replaceCulprit(error: ControlError, ...sides: readonly Side[]): Promise<string> {
  const culprit = sides.find(([, live]) => live.running.control.port === error.endpoint.port);
  if (culprit === undefined) return error.message;
  const [session, live] = culprit;
  const who = `${session.recipe.id} ${session.role}`;
  if (error instanceof PeerRefused) return `${who}: ${error.message}`;
  const end = await endOf(live);
  await session.replace(live);
  return `${who} ${end}: ${error.message}`;
}

async function endOf({ running }: Live): Promise<string> {
  const exit = await Promise.race([running.exited, delay(EXIT_MS)]);
  if (exit === undefined) return 'stopped answering and was ended';
  return exit.signal === null ? `ended with code ${exit.code}` : `ended by ${exit.signal}`;
}

function delay(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined));
}

function withStderr(result: Result, pair: Pair): Result {
  if (result.verdict === 'passed' || result.evidence === undefined) return result;
  const clientStderr = stderrOf(pair.client);
  const serverStderr = stderrOf(pair.server);
  return { ...result, evidence: { ...result.evidence, clientStderr, serverStderr } };
}

/** A copy: a slice of a string keeps the whole of it in memory. */
function stderrOf({ running }: Live): string {
  return Buffer.from(running.stderrTail().slice(-STDERR_KEPT)).toString();
}
