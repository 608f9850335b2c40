import { CASES } from '../cases/catalogue.ts';
import type { Case } from '../contract/case.ts';
import { EventKind, type Outcome } from '../contract/generated.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { ProcessLauncher } from '../launch/process-launcher.ts';
import { recipes } from '../launch/recipes.ts';
import { MATRIX_PEERS } from '../matrix/peers.ts';
import { type Cast, runCase } from '../run/run-case.ts';
import { Sessions } from '../run/sessions.ts';
import { median } from './median.ts';

const WARM_UP = 100;
const COUNT = 400;

/** An Overhead is what a case costs beside its RPC, in milliseconds: medians of single cases. */
export interface Overhead {
  readonly peer: string;
  readonly rpcMs: number;
  readonly caseMs: number;
}

/** Each peer against itself: an empty unary RPC, one case after the other. */
export async function measureOverheads(): Promise<Overhead[]> {
  const cells = MATRIX_PEERS.map(
    ({ id }): Cell => ({ client: id, server: id, protocol: 'grpc', transport: 'h2c' }),
  );
  await using launcher = new ProcessLauncher();
  await launcher.prepare(recipes, (line) => console.error(line));
  await using sessions = new Sessions(launcher, recipes, cells);
  const overheads: Overhead[] = [];
  for (const cell of cells) overheads.push(await measure(cell, sessions));
  return overheads;
}

async function measure(cell: Cell, sessions: Sessions): Promise<Overhead> {
  const [client, server] = [sessions.of('client', cell.client), sessions.of('server', cell.server)];
  const cast: Cast = { client: await client.live(), servers: [await server.live()] };
  const samples = await sample(cell, emptyUnary(), cast);
  return {
    peer: cell.client,
    rpcMs: median(samples.map((one) => one.rpcMs)),
    caseMs: median(samples.map((one) => one.caseMs)),
  };
}

async function sample(cell: Cell, testCase: Case, cast: Cast) {
  const samples: { rpcMs: number; caseMs: number }[] = [];
  for (let i = 0; i < WARM_UP + COUNT; i++) {
    const { verdict, durationMs, evidence } = await runCase(cell, testCase, cast, {
      callId: `bench-${i}`,
    });
    if (verdict !== 'passed' || evidence?.outcome === undefined)
      throw new Error(`bench: ${verdict}`);
    if (i >= WARM_UP) samples.push({ rpcMs: rpcMs(evidence.outcome), caseMs: durationMs });
  }
  return samples;
}

/** The RPC alone, by the client's own clock: from its opening to its end. */
function rpcMs({ events }: Outcome): number {
  const at = (kind: EventKind) =>
    Number(events.find((event) => event.kind === kind)?.ns ?? Number.NaN);
  return (at(EventKind.ENDED) - at(EventKind.OPENED)) / 1e6;
}

function emptyUnary(): Case {
  const found = CASES.find((one) => one.id === 'users/health-answers-empty');
  if (found === undefined) throw new Error('the case that is measured is gone');
  return found;
}
