import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES } from '../../cases/catalogue.ts';
import type { Cell } from '../../contract/vocabulary.ts';
import { ProcessLauncher } from '../../launch/process-launcher.ts';
import { recipes } from '../../launch/recipes.ts';
import { catchAll } from './all.ts';
import type { Saboteur } from './sabotage.ts';
import { SABOTEURS } from './saboteurs.ts';

const cell: Cell = { client: 'go-grpc', server: 'ts-grpc-js', protocol: 'grpc', transport: 'h2c' };
const { signal } = new AbortController();

const places = new Map(
  CASES.filter(({ id }) =>
    /^(users\/|deadline\/unary\/(met|none|exceeded)$|metadata\/unary\/)/.test(id),
  ).map((testCase) => [testCase.id, [{ cell, testCase }]]),
);

describe('catchAll', () => {
  const launcher = new ProcessLauncher();
  beforeAll(() =>
    launcher.prepare(
      recipes.filter(({ id }) => id === cell.client || id === cell.server),
      () => undefined,
    ),
  );
  afterAll(() => launcher[Symbol.asyncDispose]());

  it('catches peers that lie, each by its own case and field', async () => {
    const caught = await catchAll(SABOTEURS, launcher, places, signal);
    expect(caught.filter(({ problem }) => problem !== undefined)).toEqual([]);
    const names = caught.map(({ saboteur, role }) => `${saboteur} ${role}`).sort();
    expect(names).toEqual([
      'ignores the deadline client',
      'ignores the deadline server',
      'loses headers client',
      'loses metadata client',
      'loses trailers client',
      'never observes server',
    ]);
  });

  it('says of one that nobody catches that it was not caught', async () => {
    const honest: Saboteur = {
      ...{ id: 'does nothing', role: 'client', sabotage: {} },
      catcher: { case: 'users/health-answers-empty', field: 'code' },
    };
    const [one] = await catchAll([honest], launcher, places, signal);
    expect(one).toMatchObject({ problem: 'users/health-answers-empty passed', others: 0 });
  });

  it('says of one that another field catches that its own did not', async () => {
    const [never] = SABOTEURS.filter(({ id }) => id === 'never observes');
    if (never === undefined) throw new Error('nobody never observes');
    const wrong = { ...never, catcher: { ...never.catcher, field: 'code' } };
    const [one] = await catchAll([wrong], launcher, places, signal);
    expect(one?.problem).toBe('users/health-answers-empty failed observed.seen');
  });
});
