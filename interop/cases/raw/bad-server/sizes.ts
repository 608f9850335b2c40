import type { CodeName } from '../../../contract/code.ts';
import { type ScenarioInit, step } from '../../define.ts';
import { type Fields, wire } from '../script.ts';
import { answering, HEADERS, kindOf, part, REFUSED } from './parts.ts';

const LIMITS =
  'gRPC over HTTP/2, "Responses": clients may limit the size of headers and trailers, 8 KiB is suggested; RFC 9113, 10.5.1: a client can discard responses that it can not process; statuscodes.md: larger than a configured limit is RESOURCE_EXHAUSTED';

/** A client that refuses may do so in HTTP/2 as well, by a reset or by the end of the connection. */
const OVERSIZED: readonly CodeName[] = ['OK', 'RESOURCE_EXHAUSTED', ...REFUSED];

function filler(bytes: number, lines: number): Fields {
  const value = 'a'.repeat(bytes / lines);
  return Array.from({ length: lines }, (_, at) => [`x-filler-${at}`, value] as const);
}

function bigBlock(kib: number, lines: number, where: 'headers' | 'trailers'): ScenarioInit {
  const fields = filler(kib * 1024, lines);
  const steps =
    where === 'headers'
      ? [wire.headers([...HEADERS, ...fields]), part.message, part.ok]
      : [part.headers, part.message, part.status('0', ...fields)];
  return {
    id: `headers/size/${kib}-kib-of-${where}-in-${lines === 1 ? 'one' : lines}`,
    title: `${kib} KiB of ${where} in ${lines} ${lines === 1 ? 'field' : 'fields'} arrive whole, or are refused`,
    source: LIMITS,
    tier: 'raw-server',
    needs: ['client.unary'],
    services: [],
    scenario: async (stage) => {
      const server = await stage.raw([{ calls: [{ steps: [...answering(steps)] }] }]);
      const plan = { method: kindOf('unary').method, steps: [step.sendBody(3)] };
      const { code, outcome } = await stage.client({ target: server.address }).call(plan);
      const accepted: readonly string[] = kib < 8 ? ['OK'] : OVERSIZED;
      stage.holds('code', accepted.join(' or '), code, accepted.includes(code));
      if (code !== 'OK') return;
      const there = outcome[where].filter(({ name }) => name.startsWith('x-filler-'));
      const bytes = there.reduce((sum, { value }) => sum + value.length, 0);
      stage.check(`bytes in ${where}`, String(kib * 1024), String(bytes));
    },
  };
}

/** Header blocks from 4 KiB to 1 MiB, in one field and in many. */
export const sizes: readonly ScenarioInit[] = [4, 8, 16, 32, 64, 256, 1024].flatMap((kib) => [
  ...([1, 64] as const).map((lines) => bigBlock(kib, lines, 'headers')),
  ...([1, 64] as const).map((lines) => bigBlock(kib, lines, 'trailers')),
]);
