import { create } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import type { PlanCase } from '../contract/case.ts';
import { FrameSchema, ObservationSchema, OutcomeSchema } from '../contract/generated.ts';
import type { WireRecord } from '../contract/wire.ts';
import { hasPortOfTap, type OverTheWire, provenThrough } from './untampered.ts';

const SEND: PlanCase = {
  ...{ id: 's/one', suite: 's', title: '', source: '', tier: 'every', needs: [] },
  plan: { steps: [{ action: { case: 'send', value: {} } }] },
  expect: { observed: { seen: true } },
};
const CANCEL: PlanCase = { ...SEND, plan: { steps: [{ action: { case: 'cancel', value: {} } }] } };
const cell = { client: 'a', server: 'b', protocol: 'grpc', transport: 'h2c' } as const;

const record = (count: number): WireRecord => ({
  openedAt: new Date(0),
  frames: Array.from({ length: count }, () => create(FrameSchema)),
  framesLeftOut: 0,
  applied: [],
});

/** The problem of a case that passed with this record. */
function problemOf(testCase: PlanCase, went: WireRecord | undefined): string | undefined {
  const trial: OverTheWire = { task: { cell, testCase }, record: went };
  const base = { case: testCase.id, cell, durationMs: 0, differences: [] };
  const tried = { trial, result: { ...base, verdict: 'passed' } as const };
  const [proven] = provenThrough({ passed: new Map([[testCase.id, tried]]), failed: new Map() });
  return proven?.problem;
}

it('a case that passed went through the wire only where something was recorded', () => {
  expect(problemOf(SEND, record(1))).toBeUndefined();
  expect(problemOf(SEND, record(0))).toBe('it passed, and nothing went over the wire');
  expect(problemOf(SEND, undefined)).toBe('it passed, and nothing went over the wire');
});

it('of a call that is cancelled as it opens nothing has to go over', () => {
  expect(problemOf(CANCEL, record(0))).toBeUndefined();
});

it('a try will not do in which the tap had the port of the client by chance', () => {
  const seenFrom = (localPort: number, peerAddress?: string) => {
    const outcome = create(OutcomeSchema, { localPort });
    const seen =
      peerAddress === undefined ? {} : { observation: create(ObservationSchema, { peerAddress }) };
    const evidence = { callId: 'x', outcome, ...seen };
    const base = {
      case: SEND.id,
      cell,
      durationMs: 0,
      differences: [],
      verdict: 'passed',
    } as const;
    return hasPortOfTap({
      trial: { task: { cell, testCase: SEND }, record: undefined },
      result: { ...base, evidence },
    });
  };
  expect(seenFrom(4711, '127.0.0.1:4711')).toBe(false);
  expect(seenFrom(4711, '127.0.0.1:4712')).toBe(true);
  expect(seenFrom(4711)).toBe(true);
  expect(seenFrom(0, '127.0.0.1:0')).toBe(true);
});
