import type { Result } from '../contract/result.ts';
import type { Cell, Role } from '../contract/vocabulary.ts';
import type { WireUse } from '../contract/wire.ts';
import { ControlError, firstOf, WireFailed } from '../drive/errors.ts';
import { serversOf } from '../matrix/peers.ts';
import type { CallLimits } from './call.ts';
import { replaceCulprit, type Side } from './culprit.ts';
import { notRun, type Task } from './ledger.ts';
import { type Beside, type Cast, runCase } from './run-case.ts';
import { type Live, PeerLost, type PeerSession } from './session.ts';

/** The Players of a run: the session of each peer and role, and what may stand beside them. */
export interface Players {
  readonly session: (role: Role, peer: string) => PeerSession;
  readonly beside?: Beside;
  /** Plays the cells that have a peer of somebody else's. */
  readonly external?: ExternalPlay;
}

/** An ExternalPlay tries tasks with a peer that has no control port. */
export interface ExternalPlay {
  plays(cell: Cell): boolean;
  attempt(task: Task, callId: string, options: AttemptOptions): Promise<Result>;
}

/** What a try needs of the run. */
export interface AttemptOptions {
  readonly limits?: CallLimits;
  readonly tryUnsupported: boolean;
  /** A tap between the client and whatever it dials. */
  readonly wire?: WireUse;
}

/** Characters of standard error kept with a result: thousands may fail in a run. */
const STDERR_KEPT = 8 * 1024;

/**
 * One try at a task. A peer that is gone or silent is replaced for the tasks to come; the case
 * that was open on it fails, with its standard error. Rejects when the wire fails.
 */
export async function attempt(
  task: Task,
  players: Players,
  callId: string,
  options: AttemptOptions,
): Promise<Result> {
  const { cell, testCase } = task;
  if (players.external?.plays(cell)) return players.external.attempt(task, callId, options);
  let sides: readonly [Side, Side, ...Side[]];
  try {
    sides = await sidesOf(cell, players);
  } catch (error) {
    if (!(error instanceof PeerLost)) throw error;
    return notRun(testCase.id, cell, error.message);
  }
  const cast = castOf(sides, players);
  try {
    return withStderr(await runCase(cell, testCase, cast, { ...options, callId }), cast);
  } catch (caught) {
    const error = firstOf(caught);
    if (!(error instanceof ControlError) || error instanceof WireFailed) throw error;
    const problem = await replaceCulprit(error, ...sides);
    const differences = [{ field: 'outcome', expected: 'an outcome', actual: problem }];
    const evidence = { callId, problem };
    const verdict = { verdict: 'failed', durationMs: 0, differences, evidence } as const;
    return withStderr({ case: testCase.id, cell, ...verdict }, cast);
  }
}

/** The client and the servers of a cell, all of them alive. */
async function sidesOf(cell: Cell, { session }: Players) {
  const [first = '', ...others] = serversOf(cell);
  const side = async (one: PeerSession): Promise<Side> => [one, await one.live()];
  const servers = others.map((peer) => side(session('server', peer)));
  const client = side(session('client', cell.client));
  return Promise.all([client, side(session('server', first)), ...servers] as const);
}

function castOf(
  [[, client], [, server], ...others]: readonly [Side, Side, ...Side[]],
  players: Players,
): Cast {
  const servers = [server, ...others.map(([, live]) => live)] as const;
  return { client, servers, ...(players.beside === undefined ? {} : { beside: players.beside }) };
}

function withStderr(result: Result, { client, servers }: Cast): Result {
  if (result.verdict === 'passed' || result.evidence === undefined) return result;
  const clientStderr = stderrOf(client);
  const serverStderr = servers.map(stderrOf).join('');
  return { ...result, evidence: { ...result.evidence, clientStderr, serverStderr } };
}

/** A copy: a slice of a string keeps the whole of it in memory. */
function stderrOf({ running }: Live): string {
  return Buffer.from(running.stderrTail().slice(-STDERR_KEPT)).toString();
}
