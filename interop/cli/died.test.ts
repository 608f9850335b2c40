// A client that dies in the middle of what is recorded: what had gone over is kept all the same.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Case, PlanCase, ScenarioCase } from '../contract/case.ts';
import { Frame_Kind, ObserveRequest_Until } from '../contract/generated.ts';
import { TYPE } from '../contract/http2.ts';
import { RAW } from '../contract/raw.ts';
import type { Cell } from '../contract/vocabulary.ts';
import type { Recorded } from '../contract/wire.ts';
import { ProcessLauncher } from '../launch/process-launcher.ts';
import { recipes } from '../launch/recipes.ts';
import type { Players } from '../run/attempt.ts';
import { repeated } from '../run/repeat.ts';
import { Services } from '../run/services.ts';
import { Sessions } from '../run/sessions.ts';
import { WireProgram } from '../wire/program.ts';

const PEER = 'go-grpc';
const CELL: Cell = { client: PEER, server: RAW, protocol: 'grpc', transport: 'h2c' };

const HEADERS = `${Frame_Kind.FRAME} ${TYPE.HEADERS}`;

const used = recipes.filter(({ id }) => [PEER, RAW, 'wire'].includes(id));
const launcher = new ProcessLauncher();
const sessions = new Sessions(launcher, recipes, [CELL]);
const [recipe] = used.filter(({ id }) => id === 'wire');
if (recipe === undefined) throw new Error('no wire program');
const wire = new WireProgram(launcher, recipe, () => undefined);
const services = new Services(launcher, new Map());
const players: Players = {
  session: (role, peer) => sessions.of(role, peer),
  beside: { services, keys: sessions.keys, apart: (peer) => sessions.apart(peer) },
};

beforeAll(() => launcher.prepare(used, () => undefined));
afterAll(async () => {
  await wire[Symbol.asyncDispose]();
  await sessions[Symbol.asyncDispose]();
  await launcher[Symbol.asyncDispose]();
});

/** Ends the client's process once its call has come to the raw server's listener. */
async function killOnceCalled(listener: string): Promise<void> {
  const server = await sessions.of('server', RAW).live();
  await server.control.observe(listener, ObserveRequest_Until.ENTERED, 10_000);
  const client = await sessions.of('client', PEER).live();
  await client.running.kill();
}

const base = { suite: 'died', title: '', source: '', needs: [] } as const;
const SEND = [{ action: { case: 'send', value: {} } }] as const;
/** Whoever calls waits for an answer as long as it likes. */
const SILENT = { calls: [{ steps: [] }] };

const call: PlanCase = {
  ...{ ...base, id: 'died/call', tier: 'raw-server' },
  plan: { method: '/MyService/Health', steps: [...SEND] },
  rawServer: [SILENT],
  expect: { observed: { seen: true } },
};

const scenario: ScenarioCase = {
  ...{ ...base, id: 'died/scenario', tier: 'raw-server', services: [] },
  scenario: async (stage) => {
    const server = await stage.raw([SILENT]);
    await stage.client({ target: server.address }).call();
  },
};

let tries = 0;

/** Tries a case under --trace, and ends the client in mid-call. */
async function died(testCase: Case, listener: string) {
  tries += 1;
  const callId = `died-${process.pid}-${tries}`;
  const kept: Recorded[] = [];
  const keep = async (recorded: Recorded) => {
    kept.push(recorded);
    return 'kept';
  };
  const lost: string[] = [];
  const recording = {
    wire,
    all: true,
    told: new Set<string>(),
    keep,
    lost: (why: string) => lost.push(why),
  };
  const { signal } = new AbortController();
  const run = { players, known: [], tryUnsupported: false, repeat: 1, signal, recording };
  const [result] = await Promise.all([
    repeated(run, { cell: CELL, testCase }, callId),
    killOnceCalled(`${callId}-0${listener}`),
  ]);
  return { result, kept, lost };
}

it.each([
  ['a call', call, ''],
  ['a scenario', scenario, `-${RAW}1`],
])('%s whose client dies leaves what went over', async (_, testCase, listener) => {
  const { result, kept, lost } = await died(testCase, listener);
  expect(result).toMatchObject({ verdict: 'failed', transcript: 'kept' });
  expect(result.evidence?.problem).toContain(`${PEER} client ended by SIGKILL`);
  expect(lost).toEqual([]);
  const frames = kept.flatMap(({ record }) => record.frames);
  expect(frames.map(({ kind, type }) => `${kind} ${type}`)).toContain(HEADERS);
});
