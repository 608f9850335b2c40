import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES } from './cases/catalogue.ts';
import { KNOWN } from './cases/known.ts';
import type { Case } from './contract/case.ts';
import { FAILING } from './contract/vocabulary.ts';
import { inLightOf } from './judge/known.ts';
import { ProcessLauncher } from './launch/process-launcher.ts';
import { recipes } from './launch/recipes.ts';
import { allCells } from './matrix/cells.ts';
import { choose } from './matrix/filter.ts';
import { MATRIX_PEERS } from './matrix/peers.ts';
import { attempt } from './run/attempt.ts';
import { Sessions } from './run/sessions.ts';

/** What a vitest file wants run. Patterns are globs; `cases` may bring cases of its own. */
export interface InteropTests {
  readonly clients?: readonly string[];
  readonly servers?: readonly string[];
  readonly cases: readonly string[] | readonly Case[];
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
 * Declares one vitest test for every chosen case in every chosen cell, between real peers in
 * processes of their own: the same judgement as `npm run interop`.
 */
export function interopTests({ clients = [], servers = [], cases }: InteropTests): void {
  const ids = MATRIX_PEERS.map((peer) => peer.id);
  const chosen = {
    client: choose('clients', clients, ids),
    server: choose('servers', servers, ids),
  };
  const cells = allCells(MATRIX_PEERS).filter(
    (cell) => chosen.client.includes(cell.client) && chosen.server.includes(cell.server),
  );
  const launcher = new ProcessLauncher();
  const sessions = new Sessions(launcher, recipes, cells);
  const players = { session: sessions.of.bind(sessions) };
  const named = new Set([...chosen.client, ...chosen.server]);
  beforeAll(() =>
    launcher.prepare(
      recipes.filter(({ id }) => named.has(id)),
      () => undefined,
    ),
  );
  afterAll(async () => {
    await sessions[Symbol.asyncDispose]();
    await launcher[Symbol.asyncDispose]();
  });
  for (const cell of cells) {
    describe(`${cell.client} → ${cell.server}`, () => {
      it.each(casesOf(cases).map((one) => [one.id, one] as const))('%s', async (id, testCase) => {
        const callId = `vitest-${process.pid}-${cell.client}-${cell.server}-${id}`;
        const seen = await attempt({ cell, testCase }, players, callId, { tryUnsupported: false });
        const result = inLightOf(KNOWN, seen);
        const { verdict, differences, reason } = result;
        expect(
          FAILING.has(verdict),
          JSON.stringify({ verdict, differences, reason }, null, 2),
        ).toBe(false);
      });
    });
  }
}
