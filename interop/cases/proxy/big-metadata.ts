import type { PlanCase } from '../../contract/case.ts';
import { probe } from '../bytes.ts';
import { step, suite } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan } from '../kinds.ts';

const [UNARY] = KINDS as readonly [Kind];

/** Printable, and never twice the same, so that HPACK can't make it small. */
function text(size: number): string {
  let value = '';
  for (let i = 0; value.length < size; i++) value += `${i}-`;
  return value.slice(0, size);
}

function sized(kib: number): Omit<PlanCase, 'suite' | 'tier'> {
  const value = text(kib * 1024);
  const bytes = new TextEncoder().encode(value);
  const [name, header, trailer] = ['x-big', 'x-big-header', 'x-big-trailer'];
  const underscore = { name: 'x_with_underscore', values: ['kept'] };
  return {
    id: `${kib}-kib`,
    title: `${kib} KiB of metadata arrive in the request, in the headers and in the trailers`,
    source:
      'gRPC over HTTP/2, "Custom-Metadata": servers may limit it, 8 KiB is the limit that is suggested',
    needs: needsOf(UNARY),
    plan: {
      ...probePlan(UNARY, [step.sendBody(3)], {
        steps: [step.sendHeaders([{ name: header, value: bytes }]), step.sendBody(4, 1)],
        ending: { case: 'status', value: { trailers: [{ name: trailer, value: bytes }] } },
      }),
      metadata: [
        { name, value: bytes },
        { name: underscore.name, value: new TextEncoder().encode('kept') },
      ],
    },
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      headers: [{ name: header, values: [value] }],
      trailers: [{ name: trailer, values: [value] }],
      observed: { seen: true, metadata: [{ name, values: [value] }, underscore] },
    },
  };
}

/** Metadata at half of what the specification suggests as a limit, since peers have that limit too. */
export const bigMetadata: readonly PlanCase[] = suite('metadata', [
  sized(1),
  sized(4),
]).cases.filter((one) => 'plan' in one);
