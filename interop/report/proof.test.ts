import { expect, it } from 'vitest';
import type { ProofReport } from '../contract/proof.ts';
import { isWhole, proofJson, renderProof } from './proof.ts';

const proven = { case: 's/one', field: 'code' };
const caught = { saboteur: 'lies', role: 'client', ...proven, others: 2 } as const;
const whole: ProofReport = {
  startedAt: new Date(0),
  durationMs: 1500,
  untampered: [{ case: 's/one', field: 'the case' }],
  recorded: [proven, { case: 's/one', field: 'message' }],
  tampered: [proven, { case: 's/one', field: 'message', leftOut: 'nothing to break' }],
  saboteurs: [caught],
  interrupted: false,
};

it('counts what is proven of what is expected, and leaves out what is not asked', () => {
  expect(isWhole(whole)).toBe(true);
  expect(renderProof(whole).split('\n').slice(-6)).toEqual([
    '  ✓ lies (client): caught by s/one · code, and 2 other cases',
    '1 / 1 cases pass through the untampered wire',
    '2 / 2 fields proven in what was recorded',
    '1 / 1 fields proven on the wire',
    '1 / 1 saboteurs caught',
    'proven, in 1.5 s',
  ]);
  expect(renderProof(whole)).toContain('  1  nothing to break');
});

it.each(['untampered', 'recorded', 'tampered'] as const)(
  'is short by one problem of %s',
  (part) => {
    const short = { ...whole, [part]: [{ ...proven, problem: 'over\u001b[2Jlooked' }] };
    expect(isWhole(short)).toBe(false);
    const text = renderProof(short);
    expect(text).toContain('✗ s/one · code: over');
    expect(text).not.toContain('\u001b');
    expect(text).toContain('not proven');
    expect(JSON.parse(proofJson(short))).toMatchObject({
      whole: false,
      schema: 'crosswire.proof/1',
    });
  },
);

it('says in which protocol a field is not proven', () => {
  const one = { ...proven, protocol: 'grpc-web', problem: 'overlooked' } as const;
  expect(renderProof({ ...whole, tampered: [one] })).toContain('✗ s/one · grpc-web · code: over');
});

it('is whole with a field that a second try proved, and tells what came of it at first', () => {
  const again = { ...whole, tampered: [{ ...proven, atFirst: 'the call\u001b hung' }] };
  expect(isWhole(again)).toBe(true);
  const text = renderProof(again);
  expect(text).toContain('by a second try; at first\n  ! s/one · code: the call');
  expect(text).not.toContain('\u001b');
  expect(text).toContain('1 / 1 fields proven on the wire');
});

it('is short by a saboteur that nobody caught, and when it was interrupted', () => {
  const free = { ...whole, saboteurs: [{ ...caught, problem: 's/one passed' }] };
  expect(isWhole(free)).toBe(false);
  expect(renderProof(free)).toContain('✗ lies (client)');
  expect(isWhole({ ...whole, interrupted: true })).toBe(false);
});

it('is nothing that proves nothing', () => {
  const parts = { untampered: [], recorded: [], tampered: [], saboteurs: [] };
  expect(isWhole({ ...whole, ...parts })).toBe(false);
});
