import { expect, it } from 'vitest';
import type { CasePlan } from '../contract/case.ts';
import type { RawScript } from '../contract/stage.ts';
import { requestOf } from '../judge/script.ts';
import { filled } from './raw.ts';

const field = (name: string, value: string) => ({ name, value: Buffer.from(value, 'latin1') });
const headers = (...fields: readonly (readonly [string, string])[]) => ({
  action: {
    case: 'headers' as const,
    value: { fields: fields.map(([name, value]) => field(name, value)), endStream: true },
  },
});
const request = headers(
  ...([
    [':path', '/a/b'],
    [':authority', '$AUTHORITY'],
    ['user-agent', 'own'],
    ['crosswire-call-id', '$CALL_ID'],
    ['x-byte', '\xff'],
  ] as const),
);
const nothing = headers([':path', '/before']);
const script: RawScript = {
  chunk: 1,
  steps: [
    nothing,
    { action: { case: 'repeat' as const, value: { count: 2, steps: [request] } } },
    { action: { case: 'close' as const, value: {} } },
  ],
};

it('puts call id and authority into header fields, in repeated steps too, and touches nothing else', () => {
  const plan: CasePlan = filled({ raw: script }, 'run-$1', '127.0.0.1:1');
  expect(plan.raw).toEqual({
    chunk: 1,
    steps: [
      nothing,
      {
        action: {
          case: 'repeat',
          value: {
            count: 2,
            steps: [
              headers(
                ...([
                  [':path', '/a/b'],
                  [':authority', '127.0.0.1:1'],
                  ['user-agent', 'own'],
                  ['crosswire-call-id', 'run-$1'],
                  ['x-byte', '\xff'],
                ] as const),
              ),
            ],
          },
        },
      },
      { action: { case: 'close', value: {} } },
    ],
  });
});

it('leaves plans without a script alone', () => {
  const plan = { method: '$CALL_ID' };
  expect(filled(plan, 'x', 'y')).toBe(plan);
});

it('reads what a server must see from the request that carries the call id', () => {
  expect(requestOf(script)).toEqual({ method: '/a/b', userAgent: 'own' });
  expect(requestOf({ steps: [nothing] })).toEqual({ method: undefined, userAgent: undefined });
});
