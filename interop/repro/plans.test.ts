import { expect, it } from 'vitest';
import { CASES } from '../cases/catalogue.ts';
import { isScenario, type PlanCase } from '../contract/case.ts';
import { RAW } from '../contract/raw.ts';
import { verdictId } from '../contract/verdict-id.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { NotSmallError } from './program.ts';
import { filesOf, OF_CONNECT, PEERS, plainCell } from './testing.ts';

/** Why a plan may be told by no two small programs. */
const REASONS = [
  'it has TLS before its proxy, with keys of the run',
  'its listener has settings of its own',
  'its channel has settings of its own',
  'its handler goes on after the status',
  'its handler throws after a first wait',
  "its handler throws its language's own error for a cancellation",
  'it compresses message by message',
  'the programs have no keys, and it is about tls',
];

/** Each peer once on both sides; of the raw ones a peer by turns, and some cells of what programs don't speak. */
function cellsOf({ tier }: PlanCase, at: number): readonly Cell[] {
  const turn = PEERS[at % PEERS.length] ?? RAW;
  const same = PEERS.map((peer) => plainCell(peer, peer));
  switch (tier) {
    case 'raw-server':
      return [plainCell(turn, RAW)];
    case 'raw-client':
      return [plainCell(RAW, turn)];
    case 'protocol':
      return OF_CONNECT.flatMap((peer): Cell[] => [
        { ...plainCell(peer, peer), protocol: 'connect', transport: 'http1' },
        { ...plainCell(peer, peer), protocol: 'grpc-web' },
      ]);
    case 'every':
      return [...same, { ...plainCell('ts-connect', 'go-connect'), transport: 'tls' }];
    default:
      return same;
  }
}

it('every plan is there as programs, or says why not', () => {
  const refused = new Set<string>();
  const incomplete: string[] = [];
  for (const [at, testCase] of CASES.entries()) {
    if (isScenario(testCase)) continue;
    for (const cell of cellsOf(testCase, at)) {
      try {
        const files = filesOf(testCase, cell);
        const whole = 'README.md' in files && 'run.sh' in files;
        if (!whole) incomplete.push(verdictId(testCase.id, cell));
      } catch (error) {
        if (!(error instanceof NotSmallError)) throw error;
        refused.add(error.message);
      }
    }
  }
  expect(incomplete).toEqual([]);
  expect([...refused].sort()).toEqual([...REASONS].sort());
});
