import { describe, expect, it } from 'vitest';
import { shellWord } from './shell-word.ts';
import { readVerdictId, verdictId } from './verdict-id.ts';
import type { Cell } from './vocabulary.ts';

const PLAIN: Cell = {
  client: 'ts-connect',
  server: 'go-grpc',
  protocol: 'grpc',
  transport: 'h2c',
};

const IDS: readonly (readonly [string, Cell])[] = [
  ['a/b@ts-connect,go-grpc', PLAIN],
  ['a/b@ts-connect,go-grpc,grpc,tls', { ...PLAIN, transport: 'tls' }],
  ['a/b@ts-connect,go-grpc,connect,h2c', { ...PLAIN, protocol: 'connect' }],
  ['a/b@ts-connect,go-grpc,grpc-web,http1', { ...PLAIN, protocol: 'grpc-web', transport: 'http1' }],
  ['a/b@ts-connect,[::1]:10000', { ...PLAIN, server: '[::1]:10000' }],
];

describe('the ID of a verdict', () => {
  it.for(IDS)('is %s, and is read as it is written', ([id, cell]) => {
    expect(verdictId('a/b', cell)).toBe(id);
    expect(readVerdictId(id)).toEqual({ case: 'a/b', ...cell });
  });

  it('is one word for a shell', () => {
    for (const [id, { server }] of IDS) if (!server.includes('[')) expect(shellWord(id)).toBe(id);
  });

  it.for([
    'a/b',
    'a@b',
    '@b,c',
    'a@b,c,grpc',
    'a@b,c,grpc,h2c,',
    'a@b,c,grpc,tsl',
    'a@b,c,rpc,tls',
  ])('is not %s', (id) => {
    expect(readVerdictId(id)).toBeUndefined();
  });
});
