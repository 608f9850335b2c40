import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { CASES } from '../cases/catalogue.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { OF_CONNECT, PLAY_MS, planOf, playCase } from './testing.ts';

const FOLDER = join(tmpdir(), `crosswire-spoken-test-${process.pid}`);
const caseOf = (id: string) => planOf(CASES, id);
const timeout = PLAY_MS;

afterAll(() => rm(FOLDER, { recursive: true, force: true }));

const SPOKEN = [
  { protocol: 'connect', transport: 'h2c' },
  { protocol: 'connect', transport: 'http1' },
  { protocol: 'grpc-web', transport: 'h2c' },
  { protocol: 'grpc-web', transport: 'http1' },
] as const;

const KINDS = ['unary', 'server-stream', 'client-stream'] as const;

/** Every client in all that it speaks, with a server and a kind by turns. */
const CELLS = OF_CONNECT.flatMap((client, at) =>
  SPOKEN.map((spoken, by) => ({
    ...spoken,
    client,
    server: OF_CONNECT[(at + by) % OF_CONNECT.length] ?? client,
    kind: KINDS[(at + by + 1) % KINDS.length] ?? 'unary',
  })),
);

const PYTHON: Cell = {
  client: 'python-connect',
  server: 'python-connect',
  protocol: 'connect',
  transport: 'h2c',
};

const TOLD = 'server: the handler was told of the cancellation';

describe.concurrent('programs of Connect and gRPC-Web, run', () => {
  it.for(CELLS)(
    '$kind, $client → $server, $protocol $transport: headers, a message, trailers',
    { timeout },
    async ({ kind, ...cell }, { expect }) => {
      const testCase = caseOf(`protocols/metadata/${kind}/response`);
      const fields = ['observed.messages.count', 'observed.metadata.content-type'];
      const { code, responses, output } = await playCase(FOLDER, testCase, cell, { fields });
      expect({ code, responses }).toEqual({ code: 'OK', responses: 1 });
      expect(output).toMatch(/^header x-head-text: \[ ?["']a text, with a comma["'] ?\]$/m);
      expect(output).toMatch(/^trailer x-trail-bytes-bin: \[ ?["']AP8sgA(==)?["'] ?\]$/m);
      expect(output).toMatch(/^server: request: 3 bytes 000102$/m);
      const type = { connect: '(connect\\+)?proto', 'grpc-web': 'grpc-web\\+proto' };
      const shown = `^server: metadata content-type: \\[ ?["']application/${type[cell.protocol]}["'] ?\\]$`;
      expect(output).toMatch(new RegExp(shown, 'm'));
    },
  );

  it.for(OF_CONNECT)(
    '%s → python-connect: an error in JSON',
    { timeout },
    async (client, { expect }) => {
      const testCase = caseOf('protocols/json/server-stream-error');
      const fields = ['observed.metadata.content-type'];
      const said = await playCase(FOLDER, testCase, { ...PYTHON, client }, { fields });
      expect(said).toMatchObject({ code: 'FAILEDPRECONDITION', message: '"nö"' });
      expect(said.output).toMatch(/^server: metadata content-type: .*application\/connect\+json/m);
    },
  );

  it('tells the handler of the cancellation, in Python', { timeout }, async ({ expect }) => {
    const testCase = caseOf('protocols/cancellation/server-stream/after-messages');
    const said = await playCase(FOLDER, testCase, PYTHON);
    expect(said).toMatchObject({ code: 'CANCELLED', responses: 2 });
    expect(said.output).toContain(TOLD);
  });

  it('tells what has not been cancelled from what has', { timeout }, async ({ expect }) => {
    const fields = ['observed.cancelled'];
    const testCase = caseOf('protocols/metadata/client-stream/error');
    const said = await playCase(FOLDER, testCase, PYTHON, { fields });
    expect(said).toMatchObject({ code: 'ABORTED', message: '"with trailers"' });
    expect(said.output).not.toContain(TOLD);
  });
});
