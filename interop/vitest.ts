import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES } from './cases/catalogue.ts';
import { KNOWN } from './cases/known.ts';
import { type Case, servicesOf } from './contract/case.ts';
import { RAW } from './contract/raw.ts';
import type { Result } from './contract/result.ts';
import { type Cell, cellName, FAILING } from './contract/vocabulary.ts';
import { inLightOf } from './judge/known.ts';
import { ProcessLauncher } from './launch/process-launcher.ts';
import { recipes } from './launch/recipes.ts';
import { allCells, belongs, rawCells } from './matrix/cells.ts';
import { choose } from './matrix/filter.ts';
import { MATRIX_PEERS, serversOf } from './matrix/peers.ts';
import { attempt } from './run/attempt.ts';
import type { Task } from './run/ledger.ts';
import { Services } from './run/services.ts';
import { Sessions } from './run/sessions.ts';

/** What a vitest file wants run. Patterns are globs; `cases` may bring cases of its own. */
export interface InteropTests {
  readonly clients?: readonly string[];
  readonly servers?: readonly string[];
  readonly cases: readonly string[] | readonly Case[];
}

/** A TestRun is the peers of one file's tests, and what stands beside them. */
class TestRun implements AsyncDisposable {
  readonly #launcher = new ProcessLauncher();
  readonly #cells: readonly Cell[];
  readonly #cases: readonly Case[];
  readonly #sessions: Sessions;
  #calls = 0;
  #services = new Services(this.#launcher, new Map());

  constructor(cells: readonly Cell[], cases: readonly Case[]) {
    this.#cells = cells;
    this.#cases = cases;
    this.#sessions = new Sessions(this.#launcher, recipes, cells);
  }

  /** Builds what the tests need; what can't be had is told by the cases that need it. */
  async prepare(): Promise<void> {
    const named = new Set(this.#cells.flatMap((cell) => [cell.client, ...serversOf(cell)]));
    const needed = recipes.filter(({ id }) => named.has(id));
    await this.#launcher.prepare(needed, () => undefined);
    const kinds = [...new Set(this.#cases.flatMap(servicesOf))];
    const missing = await this.#launcher.prepareServices(kinds);
    this.#services = new Services(this.#launcher, missing);
  }

  /** One case in one cell, judged in the light of what is known. */
  async judge(task: Task): Promise<Result> {
    this.#calls += 1;
    const callId = `vitest-${process.pid}-${this.#calls}`;
    const [sessions, services] = [this.#sessions, this.#services];
    const apart = (peer: string) => sessions.apart(peer);
    const beside = { services, keys: sessions.keys, apart };
    const players = { session: sessions.of.bind(sessions), beside };
    return inLightOf(KNOWN, await attempt(task, players, callId, { tryUnsupported: false }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#services[Symbol.asyncDispose]();
    await this.#sessions[Symbol.asyncDispose]();
    await this.#launcher[Symbol.asyncDispose]();
  }
}

/** The cases that are named, or given. */
function casesOf(cases: InteropTests['cases']): readonly Case[] {
  const patterns = cases.filter((one) => typeof one === 'string');
  if (patterns.length === 0) return cases as readonly Case[];
  const ids = new Set(
    choose(
      'cases',
      patterns,
      CASES.map((one) => one.id),
    ),
  );
  return CASES.filter((one) => ids.has(one.id));
}

/**
 * Declares one vitest test for every chosen case in every chosen cell of its tier, between real peers in
 * processes of their own: the same judgement as `npm run interop`.
 */
export function interopTests({ clients = [], servers = [], cases }: InteropTests): void {
  const all = [allCells, rawCells].flatMap((cellsOf) => cellsOf(MATRIX_PEERS));
  const ids = [...MATRIX_PEERS.map((peer) => peer.id), RAW];
  const chosen = {
    client: choose('clients', clients, ids),
    server: choose('servers', servers, ids),
  };
  const wanted = casesOf(cases);
  const cells = all.filter(
    (cell) =>
      chosen.client.includes(cell.client) &&
      chosen.server.includes(cell.server) &&
      wanted.some((one) => belongs(one, cell, ids)),
  );
  const run = new TestRun(cells, wanted);
  beforeAll(() => run.prepare());
  afterAll(() => run[Symbol.asyncDispose]());
  for (const cell of cells) {
    describe(cellName(cell), () => {
      const here = wanted.filter((one) => belongs(one, cell, ids));
      it.each(here.map((one) => [one.id, one] as const))('%s', async (_, testCase) => {
        const { verdict, differences, reason } = await run.judge({ cell, testCase });
        expect(
          FAILING.has(verdict),
          JSON.stringify({ verdict, differences, reason }, null, 2),
        ).toBe(false);
      });
    });
  }
}
