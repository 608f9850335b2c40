import { isScenario, type PlanCase } from '../contract/case.ts';
import { CODES } from '../contract/code.ts';
import type { KnownDifference } from '../contract/known.ts';
import { type Cell, PROTOCOLS } from '../contract/vocabulary.ts';
import { covers, inLightOf } from '../judge/known.ts';
import type { Task } from '../run/ledger.ts';
import { type Ground, type Trial, type Tried, tryAll } from './ground.ts';

/** Clients and servers, those first with which the fewest cases are known differences, and that tell most. */
const CLIENTS = [
  'go-grpc',
  'go-connect',
  'ts-grpc-js',
  'python-grpcio',
  'python-grpcio-aio',
  'ts-connect',
];
const SERVERS = [
  'python-grpcio',
  'python-grpcio-aio',
  'go-connect',
  'ts-grpc-js',
  'go-grpc',
  'ts-connect',
];
/** A case that passes in none of so many cells passes nowhere. */
const CELLS = 18;

/** The cells in which a case may be tried, by its id: those where it should just pass first. */
export function placesOf(
  tasks: readonly Task[],
  known: readonly KnownDifference[],
): ReadonlyMap<string, readonly Task[]> {
  const byCase = new Map<string, Task[]>();
  for (const task of tasks) {
    byCase.set(task.testCase.id, [...(byCase.get(task.testCase.id) ?? []), task]);
  }
  for (const places of byCase.values()) places.sort((a, b) => rank(a, known) - rank(b, known));
  return byCase;
}

/** The same for each protocol alone, since each is written on the wire in its own way. */
export function perProtocol(
  places: ReadonlyMap<string, readonly Task[]>,
): readonly ReadonlyMap<string, readonly Task[]>[] {
  return PROTOCOLS.map((protocol) => {
    const of = [...places].map(
      ([id, tasks]) => [id, tasks.filter(({ cell }) => cell.protocol === protocol)] as const,
    );
    return new Map(of.filter(([, tasks]) => tasks.length > 0));
  });
}

function rank({ cell, testCase }: Task, known: readonly KnownDifference[]): number {
  const isKnown = known.some((entry) => covers(entry, testCase.id, cell));
  const onHttp1 = cell.transport === 'http1' ? 500 : 0;
  return (
    (isKnown ? 1000 : 0) +
    onHttp1 +
    10 * placeIn(CLIENTS, cell.client) +
    placeIn(SERVERS, cell.server)
  );
}

function placeIn(all: readonly string[], peer: string): number {
  const at = all.indexOf(peer);
  return at < 0 ? all.length : at;
}

/** Where a case passed, or what became of it in the last cell. */
export interface Placed<T extends Trial> {
  readonly passed: ReadonlyMap<string, Tried<T>>;
  readonly failed: ReadonlyMap<string, Tried<T>>;
}

/**
 * Tries each case in one cell after the other, until it passes in one and what it expects has been seen there; `isApt`
 * says whether a try will do for what it is made for.
 */
export async function tryUntilPassed<T extends Trial>(
  ground: Ground,
  places: ReadonlyMap<string, readonly Task[]>,
  trialOf: (task: Task) => T,
  isApt: (tried: Tried<T>) => boolean = () => true,
): Promise<Placed<T>> {
  const passed = new Map<string, Tried<T>>();
  const failed = new Map<string, Tried<T>>();
  const done = new Set<string>();
  for (let round = 0; round < CELLS && !ground.signal.aborted; round++) {
    const next = [...places].flatMap(([id, tasks]) => {
      const task = tasks[round];
      return done.has(id) || task === undefined ? [] : [trialOf(task)];
    });
    if (next.length === 0) break;
    for (const one of await tryAll(ground, next)) {
      const { id } = one.trial.task.testCase;
      if (one.result.verdict !== 'passed') failed.set(id, better(ground, failed.get(id), one));
      else if (!passed.has(id) || (tells(one) && isApt(one))) passed.set(id, one);
      if (one.result.verdict === 'passed' && tells(one) && isApt(one)) done.add(id);
    }
  }
  // What is a known difference in every cell is as it should be there.
  for (const [id, one] of failed) {
    if (isKnown(ground, one)) passed.set(id, one);
  }
  for (const id of passed.keys()) failed.delete(id);
  return { passed, failed };
}

/** Of two tries that did not pass the first that is a known difference, else the last. */
function better<T extends Trial>(ground: Ground, before: Tried<T> | undefined, now: Tried<T>) {
  return before !== undefined && isKnown(ground, before) ? before : now;
}

function isKnown<T extends Trial>({ known }: Ground, { result }: Tried<T>): boolean {
  return inLightOf(known, result).verdict === 'known';
}

/** Whether there is something to break: what is judged of a call that need not be seen, or need not be OK. */
function tells({ trial, result: { evidence } }: Tried<Trial>): boolean {
  const { testCase } = trial.task;
  if (isScenario(testCase)) return true;
  const { messages, observed } = testCase.expect;
  const isSeen = observed.seen !== 'either' || evidence?.observation !== undefined;
  const isOk = evidence?.outcome?.code === CODES.OK || !mayBeOk(testCase);
  const told = (observed.metadata === undefined || isSeen) && (messages === undefined || isOk);
  return told && (evidence?.outcome?.code === firstOf(testCase) || !saysMore(testCase));
}

/** The first of several codes; a call with another has no message, headers, trailers or details to judge. */
function firstOf({ expect }: PlanCase): number | undefined {
  const [first] = [expect.code ?? []].flat();
  return first === undefined ? undefined : CODES[first];
}

function saysMore({ expect }: PlanCase): boolean {
  const { code, message, headers, trailers, details } = expect;
  const said = [message, headers, trailers, details].some((one) => one !== undefined);
  return said && Array.isArray(code) && code.length > 1;
}

function mayBeOk({ expect }: PlanCase): boolean {
  return Array.isArray(expect.code) && expect.code.includes('OK');
}

/** Why a trial did not pass, in one line. */
export function reasonOf({ trial, result }: Tried<Trial>): string {
  const { client, server }: Cell = trial.task.cell;
  const differences = result.differences.map((one) => `${one.field} ${one.actual}`).join(', ');
  return `${result.verdict} with ${client} → ${server}: ${result.reason ?? differences}`;
}
