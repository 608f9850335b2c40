// What becomes of a run when its peers die or fall silent, with real processes.
import { afterEach, describe, expect, it } from 'vitest';
import { CASES } from './cases/catalogue.ts';
import { isScenario, type PlanCase } from './contract/case.ts';
import type { Result } from './contract/result.ts';
import type { Cell, Role } from './contract/vocabulary.ts';
import { ProcessLauncher } from './launch/process-launcher.ts';
import { recipes } from './launch/recipes.ts';
import { MATRIX_PEERS } from './matrix/peers.ts';
import { summarise, type Task } from './run/ledger.ts';
import { type MatrixRun, runMatrix } from './run/matrix-run.ts';
import { Sessions } from './run/sessions.ts';

const PARTNER = 'go-grpc';
/** More than a process takes at once, and none that waits for a deadline. */
const QUICK_CASES = CASES.filter(
  (one): one is PlanCase =>
    !isScenario(one) &&
    one.tier === 'every' &&
    one.through === undefined &&
    one.suite !== 'deadline',
);

let launcher = new ProcessLauncher();
let sessions: Sessions | undefined;

afterEach(async () => {
  await sessions?.[Symbol.asyncDispose]();
  await launcher[Symbol.asyncDispose]();
});

/** A cell in which this peer plays this role, and one other peer the other. */
function cellWith(role: Role, peer: string): Cell {
  const pair =
    role === 'client' ? { client: peer, server: PARTNER } : { client: PARTNER, server: peer };
  return { ...pair, protocol: 'grpc', transport: 'h2c' };
}

/** Runs the quick cases, and calls `harm` once, after this many results. */
async function runAndHarm(
  cell: Cell,
  after: number,
  harm: () => Promise<void>,
  extra: Partial<MatrixRun> = {},
) {
  launcher = new ProcessLauncher();
  await launcher.prepare(recipes, () => undefined);
  sessions = new Sessions(launcher, recipes, [cell]);
  const open = sessions;
  const tasks: Task[] = QUICK_CASES.map((testCase) => ({ cell, testCase }));
  const results: Result[] = [];
  let harming: Promise<void> | undefined;
  await runMatrix({
    tasks,
    players: { session: (role, peer) => open.of(role, peer) },
    known: [],
    tryUnsupported: false,
    bail: false,
    repeat: 1,
    signal: new AbortController().signal,
    onResult: (result) => {
      results.push(result);
      if (results.length >= after) harming ??= harm();
    },
    ...extra,
  });
  await harming;
  return { tasks, results };
}

async function live(role: Role, peer: string) {
  if (sessions === undefined) throw new Error('nothing runs');
  return (await sessions.of(role, peer).live()).running;
}

const problems = (results: readonly Result[]) =>
  results.flatMap(({ evidence }) => (evidence?.problem === undefined ? [] : [evidence.problem]));

describe.each(['client', 'server'] as const)('kill -9 of a %s in mid-run', (role) => {
  it.each(MATRIX_PEERS.map((peer) => peer.id))(
    '%s is started again, and the run goes on',
    async (peer) => {
      const cell = cellWith(role, peer);
      const { tasks, results } = await runAndHarm(cell, 10, async () =>
        (await live(role, peer)).kill(),
      );
      const summary = summarise(results);
      expect(results).toHaveLength(tasks.length);
      expect(summary['not-run']).toBe(0);
      expect(summary.failed).toBeGreaterThan(0);
      expect(summary.passed).toBeGreaterThan(10);
      expect(problems(results).join('\n')).toContain(`${peer} ${role} ended by SIGKILL`);
      expect(sessions?.of(role, peer).restarts).toBe(1);
    },
  );
});

describe('a peer that stops answering', () => {
  it.each(['client', 'server'] as const)(
    'as %s is ended, named and started again',
    async (role) => {
      const peer = 'ts-grpc-js';
      const stop = async () => {
        const { pid } = (await live(role, peer)) as unknown as { pid: number };
        process.kill(pid, 'SIGSTOP');
      };
      const limits = { guardMs: 5_000, settleMs: 3_000 };
      const { tasks, results } = await runAndHarm(cellWith(role, peer), 5, stop, { limits });
      expect(results).toHaveLength(tasks.length);
      expect(problems(results).join('\n')).toContain(`${peer} ${role} stopped answering`);
      expect(summarise(results)['not-run']).toBe(0);
      expect(sessions?.of(role, peer).restarts).toBe(1);
      expect(summarise(results).passed).toBeGreaterThan(64);
    },
  );
});

describe('the end of a run before its time', () => {
  it('calls what was not reached not-run after an interruption', async () => {
    const controller = new AbortController();
    const interrupt = async () => controller.abort();
    const cell = cellWith('client', 'ts-grpc-js');
    const { tasks, results } = await runAndHarm(cell, 1, interrupt, { signal: controller.signal });
    expect(results).toHaveLength(tasks.length);
    expect(summarise(results)['not-run']).toBeGreaterThan(0);
    expect(results.at(-1)?.reason).toBe('interrupted');
  });

  it('stops at the first failure with --bail', async () => {
    const [first] = QUICK_CASES;
    if (first === undefined) throw new Error('no case');
    const wrong: PlanCase = { ...first, expect: { ...first.expect, code: 'DATA_LOSS' as const } };
    const cell = cellWith('client', 'go-grpc');
    const tasks = [
      { cell, testCase: wrong },
      ...QUICK_CASES.slice(1).map((testCase) => ({ cell, testCase })),
    ];
    const { results } = await runAndHarm(cell, 999, async () => undefined, { tasks, bail: true });
    expect(results).toHaveLength(tasks.length);
    expect(summarise(results)).toMatchObject({ failed: 1 });
    expect(summarise(results)['not-run']).toBeGreaterThan(0);
  });
});
