import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import type { Case } from '../contract/case.ts';
import { DescribeResponseSchema } from '../contract/generated.ts';
import { lackOf } from './capabilities.ts';
import { allCells, belongs, mixedCells, rawCells } from './cells.ts';
import { choose, PatternError } from './filter.ts';
import { editDistance, nearest } from './nearest.ts';
import { MATRIX_PEERS } from './peers.ts';

const testCase = (init: Partial<Case>): Case => ({
  id: 'a/b',
  suite: 'a',
  title: '',
  source: '',
  tier: 'every',
  needs: [],
  plan: {},
  expect: { code: 'OK', observed: { seen: true } },
  ...init,
});

describe('cells', () => {
  it('pairs six clients with six servers', () => {
    const cells = allCells(MATRIX_PEERS);
    const grpc = cells.filter(({ protocol }) => protocol === 'grpc');
    expect(grpc.map(({ transport }) => transport).sort()).toEqual([
      ...Array(36).fill('h2c'),
      ...Array(36).fill('tls'),
    ]);
    expect(new Set(grpc.map((cell) => `${cell.client} ${cell.server}`)).size).toBe(36);
  });

  it('pairs only on what both speak', () => {
    const one = { id: 'one', speaks: { grpc: ['h2c', 'tls'], connect: ['h2c', 'tls'] } } as const;
    const two = { id: 'two', speaks: { grpc: ['tls', 'uds'], connect: ['http1'] } } as const;
    const mixed = allCells([one, two]).filter((cell) => cell.client !== cell.server);
    expect(mixed.map(({ protocol, transport }) => `${protocol} ${transport}`)).toEqual([
      'grpc tls',
      'grpc tls',
    ]);
  });

  it('pairs the raw peer with six clients and six servers, for cases of their own tiers alone', () => {
    const cells = [allCells, mixedCells, rawCells].flatMap((cellsOf) => cellsOf(MATRIX_PEERS));
    const inTier = (tier: Case['tier']) =>
      cells.filter((cell) => belongs(testCase({ tier }), cell, ['go-grpc']));
    const [servers, clients] = [inTier('raw-server'), inTier('raw-client')];
    expect(new Set(servers.map(({ client, server }) => `${client} ${server}`)).size).toBe(6);
    expect(servers.every(({ server }) => server === 'raw')).toBe(true);
    expect(new Set(clients.map(({ client, server }) => `${client} ${server}`)).size).toBe(6);
    expect(clients.every(({ client }) => client === 'raw')).toBe(true);
    expect(inTier('every')).toHaveLength(72);
    expect(inTier('pairs')).toHaveLength(36);
    expect(inTier('mixed')).toHaveLength(6);
    const others = inTier('protocol').map(({ protocol }) => protocol);
    expect(others).toHaveLength(36);
    expect(others).not.toContain('grpc');
  });

  it('runs a dear case with every client and every server once', () => {
    const cells = allCells(MATRIX_PEERS);
    const ids = MATRIX_PEERS.map((peer) => peer.id);
    const dear = cells.filter((cell) => belongs(testCase({ tier: 'each-peer' }), cell, ids));
    expect(dear).toHaveLength(11);
    expect(new Set(dear.map((cell) => cell.client)).size).toBe(6);
    expect(new Set(dear.map((cell) => cell.server)).size).toBe(6);
  });

  it('lets another peer stand in for a reference that was not chosen', () => {
    const [first, second] = MATRIX_PEERS;
    const cells = allCells([first, second].flatMap((peer) => peer ?? []));
    const ids = ['ts-grpc-js', 'ts-connect'];
    expect(
      cells.filter((cell) => belongs(testCase({ tier: 'each-peer' }), cell, ids)),
    ).toHaveLength(3);
  });
});

describe('choose', () => {
  const names = ['status/unary/not-found', 'status/unary/aborted', 'users/no-ids'];

  it('takes globs, and all without any', () => {
    expect(choose('--case', [], names)).toEqual(names);
    expect(choose('--case', ['status/**'], names)).toHaveLength(2);
    expect(choose('--case', ['*/no-ids', 'status/*/aborted'], names)).toEqual([names[1], names[2]]);
  });

  it('names the nearest where a pattern matches nothing', () => {
    const wrong = () => choose('--case', ['status/unary/not-fuond'], names);
    expect(wrong).toThrow(PatternError);
    expect(wrong).toThrow('the nearest is status/unary/not-found');
  });

  it('does not let one good pattern hide a bad one', () => {
    expect(() => choose('--case', ['users/*', 'nope'], names)).toThrow('"nope" matches nothing');
  });
});

describe('nearest', () => {
  it('counts edits', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
    expect(nearest('x', [])).toBeUndefined();
  });
});

describe('lackOf', () => {
  const peer = (id: string, capabilities: { id: string; supported: boolean; reason: string }[]) =>
    create(DescribeResponseSchema, { peer: id, capabilities });

  it('asks the side that the capability names', () => {
    const client = peer('c', [{ id: 'client.cancel', supported: true, reason: '' }]);
    const server = peer('s', [
      { id: 'server.panic', supported: false, reason: 'ends the process' },
    ]);
    expect(lackOf(testCase({ needs: ['client.cancel'] }), client, server)).toBeUndefined();
    expect(lackOf(testCase({ needs: ['server.panic'] }), client, server)).toEqual({
      peer: 's',
      capability: 'server.panic',
      reason: 'ends the process',
      fatal: true,
    });
  });

  it('takes what is not declared as lacking', () => {
    const none = peer('p', []);
    expect(lackOf(testCase({ needs: ['client.x'] }), none, none)).toMatchObject({
      reason: 'not declared',
      fatal: false,
    });
  });
});
