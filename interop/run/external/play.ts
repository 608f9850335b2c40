import type {
  External,
  ExternalClient,
  ExternalServer,
  OfficialCase,
} from '../../contract/external.ts';
import type { Result } from '../../contract/result.ts';
import type { Cell, Role } from '../../contract/vocabulary.ts';
import { ControlError, WireFailed } from '../../drive/errors.ts';
import type { ExternalPrograms } from '../../launch/external-programs.ts';
import type { AttemptOptions, ExternalPlay } from '../attempt.ts';
import { replaceCulprit, type Side } from '../culprit.ts';
import type { Keys } from '../keys.ts';
import { notRun, type Task } from '../ledger.ts';
import { PeerLost, type PeerSession } from '../session.ts';
import { dialServer } from './dial-server.ts';
import type { Found } from './found.ts';
import { lackIn } from './lack.ts';
import { repeatFlags } from './repeat-flags.ts';
import { runClient } from './run-client.ts';

/** What an ExternalRun needs of its run. */
export interface ExternalContext {
  readonly external: External;
  readonly programs: ExternalPrograms;
  readonly keys: Keys;
  readonly session: (role: Role, peer: string) => PeerSession;
}

/** An ExternalRun plays the cells of a run in which a peer is somebody else's. */
export class ExternalRun implements ExternalPlay {
  readonly #context: ExternalContext;

  constructor(context: ExternalContext) {
    this.#context = context;
  }

  plays(cell: Cell): boolean {
    return this.#client(cell) !== undefined || this.#server(cell) !== undefined;
  }

  async attempt(task: Task, callId: string, options: AttemptOptions): Promise<Result> {
    const found = { client: this.#client(task.cell), server: this.#server(task.cell) };
    const repeat = repeatFlags(task, found);
    return { ...(await this.#attempt(task, found, callId, options)), repeat };
  }

  async #attempt(
    task: Task,
    { client, server }: Found,
    callId: string,
    options: AttemptOptions,
  ): Promise<Result> {
    const sides: Side[] = [];
    try {
      if (client === undefined) sides.push(await this.#side('client', task.cell.client));
      if (server === undefined) sides.push(await this.#side('server', task.cell.server));
      const lack = lackIn(task, { client, server }, sides);
      if (lack !== undefined) return unsupported(task, lack);
      return await this.#play(task, { client, server }, sides, callId, options);
    } catch (error) {
      return this.#told(task, error, sides);
    }
  }

  #play(
    task: Task,
    { client, server }: Found,
    [side]: readonly Side[],
    callId: string,
    options: AttemptOptions,
  ): Promise<Result> {
    const { programs, keys } = this.#context;
    const live = side?.[1];
    if (client !== undefined) {
      const to = server ?? { live: must(live), keys };
      return runClient(task, client, must(this.#wanted(task)), to, programs, callId, options);
    }
    return dialServer(task, must(live), must(server), callId, options);
  }

  async #told({ cell, testCase }: Task, error: unknown, sides: readonly Side[]): Promise<Result> {
    if (error instanceof PeerLost) return notRun(testCase.id, cell, error.message);
    if (!(error instanceof ControlError) || error instanceof WireFailed) throw error;
    const actual = await replaceCulprit(error, ...sides);
    const differences = [{ field: 'outcome', expected: 'an outcome', actual }];
    return { case: testCase.id, cell, verdict: 'failed', durationMs: 0, differences };
  }

  async #side(role: Role, peer: string): Promise<Side> {
    const session = this.#context.session(role, peer);
    return [session, await session.live()];
  }

  #wanted({ testCase }: Task): OfficialCase | undefined {
    return this.#context.external.cases.find((one) => one.testCase.id === testCase.id);
  }

  #client({ client }: Cell): ExternalClient | undefined {
    return this.#context.external.clients.find(({ name }) => name === client);
  }

  #server({ server }: Cell): ExternalServer | undefined {
    return this.#context.external.servers.find(({ name }) => name === server);
  }
}

function unsupported({ cell, testCase }: Task, reason: string): Result {
  const base = { case: testCase.id, cell, durationMs: 0, differences: [] };
  return { ...base, verdict: 'unsupported', reason };
}

/** What the cell says is there. */
function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a cell without the peer that it names');
  return value;
}
