import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { afterAll, describe, type ExpectStatic, it } from 'vitest';
import { CASES } from '../cases/catalogue.ts';
import { step } from '../cases/define.ts';
import type { PlanCase } from '../contract/case.ts';
import type { Compression } from '../contract/generated.ts';
import { RAW } from '../contract/raw.ts';
import { PEERS, PLAY_MS, plainCell, planOf, playCase } from './testing.ts';

const FOLDER = join(tmpdir(), `crosswire-repro-test-${process.pid}`);
const FAR_PORT = 47_311;

afterAll(() => rm(FOLDER, { recursive: true, force: true }));

const caseOf = (id: string) => planOf(CASES, id);

/** Plays a case, with some fields that differ. */
function play(
  of: string | PlanCase,
  client: string,
  server: string,
  fields: readonly string[] = [],
) {
  const testCase = typeof of === 'string' ? caseOf(of) : of;
  return playCase(FOLDER, testCase, plainCell(client, server), { fields, port: FAR_PORT });
}

/** Every library as client and as server, against another one each time. */
const ROTATED = PEERS.flatMap((client, at) =>
  ['unary', 'server-stream', 'client-stream', 'bidi-stream'].map((kind, by) => ({
    client,
    kind,
    server: PEERS[(at + by + 1) % PEERS.length] ?? client,
  })),
);

const NEXT = PEERS.map((client, at) => ({
  client,
  server: PEERS[(at + 1) % PEERS.length] ?? client,
}));

/** Sleeps through the cancellation, and ends as if there were none. */
const BUSY = {
  steps: [{ action: { case: 'sleep' as const, value: { duration: durationFromMs(10_000) } } }],
};

/** What makes a server print all that it can of its call. */
const ALL_OBSERVED = [
  'observed.seen',
  'observed.messages.count',
  'observed.metadata.user-agent',
  'observed.timeLeft',
  'observed.cancelled',
];

const GZIP: Compression = 2;

/** Long enough for a call to reach its handler while many other programs start. */
const DEADLINE_MS = 5_000;

/** The raw server got a message with the compressed flag. */
const COMPRESSED = /^server: got DATA flags \S+ stream 1: \d+ bytes 01/m;

/** The time left that a server prints, in milliseconds. */
function timeLeft(output: string): number {
  const [, number, unit] = /^server: time left: (\S+) (ms|s)$/m.exec(output) ?? [];
  return Number(number) * (unit === 's' ? 1000 : 1);
}

/** What the metadata cases send, each library with its own quotes, joints and bytes. */
const FIELDS: Readonly<Record<string, RegExp>> = {
  text: /^\[ ?(["'])a text, with a comma\1 ?\]$/,
  'bytes-bin':
    /^\[ ?(<Buffer 00 ff 2c 80>|b'\\x00\\xff,\\x80'|"\\x00\\xff,\\x80"|["']AP8sgA(==)?["']) ?\]$/,
  twice: /^\[ ?(["'])second(, ?|\1,? \1)first\1 ?\]$/,
};

function expectFields(expect: ExpectStatic, output: string, prefix: string): void {
  for (const [name, value] of Object.entries(FIELDS)) {
    const start = `${prefix}-${name}: `;
    const lines = output.split('\n').filter((line) => line.startsWith(start));
    expect(lines.map((line) => line.slice(start.length))).toEqual([expect.stringMatching(value)]);
  }
}

describe.concurrent('programs of every library, run', () => {
  const timeout = PLAY_MS;

  it.for(ROTATED)(
    '$kind, $client → $server: messages, then a status',
    { timeout },
    async ({ kind, client, server }, { expect }) => {
      const when = kind === 'unary' ? 'before-messages' : 'after-messages';
      const said = await play(`status/${kind}/${when}/aborted`, client, server, ALL_OBSERVED);
      expect(said).toMatchObject({ code: 'ABORTED', message: `"aborted ${when}"` });
      expect(said.output).toContain('server: the handler was entered\n');
      expect(said.output).toMatch(/^server: metadata user-agent: .*(grpc|connect)/m);
      expect(said.output).toMatch(/^server: time left: \S/m);
      expect(said.output).toMatch(/^server: request: \d+ bytes/m);
      expect(said.output).not.toContain('told of the cancellation');
      if (kind === 'bidi-stream') expect(said.responses).toBe(2);
    },
  );

  it.for(PEERS)('%s cancels, and its server is told', { timeout }, async (client, { expect }) => {
    const server = PEERS[(PEERS.indexOf(client) + 2) % PEERS.length] ?? client;
    const said = await play('cancellation/bidi-stream/during', client, server);
    expect(said.code).toBe('CANCELLED');
    expect(said.output).toContain('server: the handler was told of the cancellation');
  });

  it.for(NEXT)(
    '$client → $server: a handler busy with something else is told of the cancellation',
    { timeout },
    async ({ client, server }, { expect }) => {
      const told = caseOf('cancellation/bidi-stream/during');
      const plan = { ...told.plan, serverPlan: BUSY };
      const busy = { ...told, id: `${told.id}-busy`, plan };
      const said = await play(busy, client, server, ['observed.cancelled']);
      expect(said.code).toBe('CANCELLED');
      expect(said.output).toContain('server: the handler was told of the cancellation');
    },
  );

  it.for(NEXT)(
    '$client → $server: the deadline of the one is the time left of the other',
    { timeout },
    async ({ client, server }, { expect }) => {
      const exceeded = caseOf('deadline/unary/exceeded');
      const plan = { ...exceeded.plan, timeout: durationFromMs(DEADLINE_MS) };
      const said = await play({ ...exceeded, plan }, client, server);
      expect(said.code).toBe('DEADLINEEXCEEDED');
      expect(timeLeft(said.output)).toBeGreaterThan(0);
      expect(timeLeft(said.output)).toBeLessThanOrEqual(DEADLINE_MS * 1.02);
    },
  );

  it.for(NEXT)(
    '$client → $server: metadata of the request, as the server prints them',
    { timeout },
    async ({ client, server }, { expect }) => {
      const said = await play('metadata/unary/request', client, server);
      expect(said).toMatchObject({ code: 'OK', responses: 1 });
      expectFields(expect, said.output, 'server: metadata x');
    },
  );

  it.for(NEXT)(
    '$client → $server: headers and trailers, as the client prints them',
    { timeout },
    async ({ client, server }, { expect }) => {
      const said = await play('metadata/unary/response', client, server);
      expect(said).toMatchObject({ code: 'OK', responses: 1 });
      expectFields(expect, said.output, 'header head-x');
      expectFields(expect, said.output, 'trailer trail-x');
    },
  );

  it.for(PEERS)(
    '%s, compressing, with bytes for a server',
    { timeout },
    async (client, { expect }) => {
      const ordinary = caseOf('bad-server/ordinary/server-stream');
      const steps = [step.sendBody(1000)];
      const plan = { ...ordinary.plan, steps, compression: GZIP };
      const said = await play({ ...ordinary, plan }, client, RAW);
      expect(said).toMatchObject({ code: 'OK', responses: 1 });
      expect(said.output).toMatch(COMPRESSED);
    },
  );

  it.for(PEERS)('%s with bytes for a client', { timeout }, async (server, { expect }) => {
    const { output } = await play('bad-client/ordinary/unary', RAW, server);
    expect(output).toContain('  grpc-status: 0\n');
    expect(output).toContain('got DATA flags 0x0 stream 1: 10 bytes 00000000050a03000102');
  });
});
