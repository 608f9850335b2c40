// Raw cases with real peers: what is judged, and what is said of a call that nothing ends.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Expectation, PlanCase, ScenarioCase } from '../contract/case.ts';
import { HUNG } from '../contract/known.ts';
import { RAW } from '../contract/raw.ts';
import type { RawScript, Stage } from '../contract/stage.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { ProcessLauncher } from '../launch/process-launcher.ts';
import { recipes } from '../launch/recipes.ts';
import { runCase } from './run-case.ts';
import { Services } from './services.ts';
import { Sessions } from './sessions.ts';

const PEER = 'go-grpc';
const AS_CLIENT: Cell = { client: PEER, server: RAW, protocol: 'grpc', transport: 'h2c' };
const AS_SERVER: Cell = { ...AS_CLIENT, client: RAW, server: PEER };
/** A call that hangs is to have come to its server by then. */
const LIMITS = { guardMs: 3_000, settleMs: 1_000 };

const launcher = new ProcessLauncher();
const sessions = new Sessions(launcher, recipes, [AS_CLIENT, AS_SERVER]);
let count = 0;

beforeAll(() =>
  launcher.prepare(
    recipes.filter(({ id }) => id === PEER || id === RAW),
    () => undefined,
  ),
);
afterAll(async () => {
  await sessions[Symbol.asyncDispose]();
  await launcher[Symbol.asyncDispose]();
});

const base = { suite: 'raw', title: '', source: '', needs: [] } as const;
const field = (name: string, value: string) => ({ name, value: Buffer.from(value) });
const headers = (fields: Readonly<Record<string, string>>, endStream: boolean) => ({
  action: {
    case: 'headers' as const,
    value: {
      fields: Object.entries(fields).map(([name, value]) => field(name, value)),
      endStream,
    },
  },
});
const NOT_FOUND = headers(
  { ':status': '200', 'content-type': 'application/grpc', 'grpc-status': '5' },
  true,
);
const request = (fields: Readonly<Record<string, string>>) => ({
  action: {
    case: 'headers' as const,
    value: {
      ...headers({ ':method': 'POST', ':scheme': 'http', ...fields }, true).action.value,
      stream: { which: { case: 'new' as const, value: true } },
    },
  },
});

async function run(cell: Cell, testCase: PlanCase | ScenarioCase) {
  count += 1;
  const client = await sessions.of('client', cell.client).live();
  const server = await sessions.of('server', cell.server).live();
  const services = new Services(launcher, new Map());
  const beside = { services, keys: sessions.keys, apart: (peer: string) => sessions.apart(peer) };
  const cast = { client, servers: [server] as const, beside };
  const callId = `raw-${process.pid}-${count}`;
  return runCase(cell, testCase, cast, { callId, limits: LIMITS });
}

function served(rawServer: readonly RawScript[], expected: Expectation): PlanCase {
  const plan = { method: '/MyService/Health', steps: [{ action: { case: 'send', value: {} } }] };
  return {
    ...base,
    id: 'raw/served',
    tier: 'raw-server',
    plan,
    rawServer,
    expect: expected,
  } as PlanCase;
}

function called(fields: Readonly<Record<string, string>>, expected: Expectation): PlanCase {
  const end = { action: { case: 'await', value: { until: { case: 'end', value: true } } } };
  const plan = { raw: { steps: [request(fields), end] } };
  return { ...base, id: 'raw/called', tier: 'raw-client', plan, expect: expected } as PlanCase;
}

describe('a raw server', () => {
  it('answers as its script says, and what it saw is judged', async () => {
    const facts = { connections: '1', calls: '1', resets: 'none' };
    const right = await run(
      AS_CLIENT,
      served([{ calls: [{ steps: [NOT_FOUND] }] }], {
        code: 'NOT_FOUND',
        observed: { seen: true, facts },
      }),
    );
    expect(right.differences).toEqual([]);
    const wrong = await run(
      AS_CLIENT,
      served([{ calls: [{ steps: [NOT_FOUND] }] }], {
        code: 'OK',
        observed: { seen: true, facts: { ...facts, calls: '2' } },
      }),
    );
    expect(wrong.differences.map((one) => one.field)).toEqual(['code', 'observed.facts.calls']);
  });

  it('that leaves a call alone has it hang', async () => {
    const { verdict, differences, evidence } = await run(
      AS_CLIENT,
      served([{}], { code: 'OK', observed: { seen: true } }),
    );
    expect(verdict).toBe('failed');
    expect(differences).toEqual([{ field: 'outcome', expected: 'an outcome', actual: HUNG }]);
    expect(evidence?.observation?.frames.length).toBeGreaterThan(0);
  });

  it('has seen no call where only a connection came', async () => {
    const close = { action: { case: 'close', value: {} } } as const;
    const script = { notHttp2: true, steps: [close] };
    const { differences } = await run(
      AS_CLIENT,
      served([script], { code: 'UNAVAILABLE', observed: { seen: true } }),
    );
    expect(differences.map((one) => one.field)).toContain('observed.seen');
  });

  it('is on a stage too, for many calls on one connection', async () => {
    const told: unknown[] = [];
    const scenario = async (stage: Stage) => {
      const raw = await stage.raw([{ calls: [{ steps: [NOT_FOUND] }] }]);
      const seen = await stage.client({ target: raw.address }).calls(5);
      told.push(...seen.map((one) => one.code), await raw.facts());
    };
    const result = await run(AS_CLIENT, {
      ...{ ...base, id: 'raw/stage', tier: 'raw-server', services: [] },
      scenario,
    });
    expect(result.differences).toEqual([]);
    expect(told.slice(0, 5)).toEqual(Array(5).fill('NOT_FOUND'));
    expect(told[5]).toMatchObject({ connections: '1', calls: '5', goaway: 'none' });
  });
});

describe('a raw client', () => {
  const fields = {
    ':path': '/MyService/Nothing',
    ':authority': '$AUTHORITY',
    'content-type': 'application/grpc',
    te: 'trailers',
    'crosswire-call-id': '$CALL_ID',
  };

  it('sends what its script says, and the reply is judged', async () => {
    const result = await run(
      AS_SERVER,
      called(fields, { facts: { reply: 'UNIMPLEMENTED' }, observed: { seen: false } }),
    );
    expect(result.differences).toEqual([]);
  });

  it('must be found at the server where it was to be seen', async () => {
    const { differences } = await run(
      AS_SERVER,
      called(fields, { facts: { reply: 'OK' }, observed: { seen: true } }),
    );
    expect(differences).toEqual([
      { field: 'facts.reply', expected: 'OK', actual: 'UNIMPLEMENTED' },
      { field: 'observed.seen', expected: 'true', actual: 'false' },
    ]);
  });
});
