import type { ExpectedMetadatum } from '../../contract/case.ts';
import { CODES } from '../../contract/code.ts';
import { probe } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';

const SOURCE =
  'gRPC over HTTP/2, "Custom-Metadata": Header-Name, ASCII-Value and Binary-Header; duplicates keep their order and may be joined with ",", and binary ones are split on "," before they are decoded';
const [UNARY] = KINDS as readonly [Kind];

/** A Value is metadata of one name, as they are sent and as they must arrive. */
interface Value {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly sent: readonly (string | Uint8Array)[];
  readonly arrives?: Pick<ExpectedMetadatum, 'values' | 'mayJoin'>;
  readonly issue?: string;
}

/** All that a value may have in it, the space not at an end. */
const PRINTABLE = `${String.fromCharCode(...Array.from({ length: 94 }, (_, i) => 0x21 + i))} ~`;
const BYTES = Uint8Array.from({ length: 256 }, (_, i) => i);

const VALUES: readonly Value[] = [
  { id: 'printable', title: 'every printable character', name: 'x-text', sent: [PRINTABLE] },
  { id: 'empty', title: 'an empty value', name: 'x-empty', sent: [''] },
  {
    id: 'comma',
    title: 'a comma',
    name: 'x-comma',
    sent: ['a,b'],
    arrives: { values: ['a', 'b'], mayJoin: true },
    issue: 'grpc/grpc-node#1412',
  },
  {
    id: 'duplicates',
    title: 'one name three times, in order',
    name: 'x-again',
    sent: ['second', 'first', 'second'],
    arrives: { values: ['second', 'first', 'second'], mayJoin: true },
  },
  { id: 'every-byte', title: 'every byte', name: 'x-all-bin', sent: [BYTES] },
  {
    id: 'ends-of-bytes',
    title: '0x00 and 0xFF, in a length that base64 pads',
    name: 'x-ends-bin',
    sent: [Uint8Array.of(0, 255, 0, 255)],
    issue: 'connectrpc/conformance#689',
  },
  {
    id: 'duplicate-bytes',
    title: 'one name of bytes three times, in order',
    name: 'x-again-bin',
    sent: [Uint8Array.of(0), Uint8Array.of(255, 0), Uint8Array.of(0, 255, 0)],
  },
  { id: 'empty-bytes', title: 'no bytes', name: 'x-none-bin', sent: [new Uint8Array()] },
  {
    id: 'text-as-bytes',
    title: 'bytes that look like base64',
    name: 'x-like-bin',
    sent: ['AAEC,/v8='],
    issue: 'grpc/grpc-go#1209',
  },
  {
    id: 'name',
    title: 'a name of every character that names have',
    name: 'x-0123456789_abcdefghijklmnopqrstuvwxyz.-',
    sent: ['named'],
  },
  { id: 'long-name', title: 'a name of 500 characters', name: `x-${'n'.repeat(498)}`, sent: ['v'] },
];

const bytesOf = (value: string | Uint8Array) => Uint8Array.from(Buffer.from(value));

function arrives({ sent, arrives: other }: Value, name: string): ExpectedMetadatum {
  return { name, ...(other ?? { values: sent }) };
}

/** A case of one value, and the metadata that are sent with names beginning so. */
function shared({ id, title, issue, name, sent }: Value, place: string) {
  const base = {
    id: place === '' ? `value/${id}` : `value/${id}/${place}`,
    source: SOURCE,
    ...(issue === undefined ? {} : { issue }),
    tier: 'pairs' as const,
  };
  const named = (prefix: string) =>
    sent.map((one) => ({ name: prefix + name, value: bytesOf(one) }));
  return { base, title, named };
}

/** In the request and in the trailers of a call that is OK. */
function thereAndBack(value: Value): CaseInit {
  const { base, title, named } = shared(value, '');
  return {
    ...base,
    title: `Metadata with ${title} reach the other side, in a request and in trailers`,
    needs: needsOf(UNARY),
    plan: {
      ...probePlan(UNARY, [requests(UNARY, 1)], {
        steps: [step.sendBody(4, 1)],
        ending: { case: 'status', value: { trailers: named('t-') } },
      }),
      metadata: named(''),
    },
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      trailers: [arrives(value, `t-${value.name}`)],
      observed: { seen: true, metadata: [arrives(value, value.name)] },
    },
  };
}

function inHeaders(value: Value): CaseInit {
  const { base, title, named } = shared(value, 'headers');
  return {
    ...base,
    title: `Headers with ${title} reach the client`,
    needs: needsOf(UNARY),
    plan: probePlan(UNARY, [requests(UNARY, 1)], {
      steps: [step.sendHeaders(named('')), step.sendBody(4, 1)],
    }),
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      headers: [arrives(value, value.name)],
      observed: { seen: true },
    },
  };
}

/** The same metadata beside a status, with nothing before it. */
function trailersOnly(value: Value): CaseInit {
  const { base, title, named } = shared(value, 'trailers-only');
  const message = 'with trailers';
  return {
    ...base,
    title: `Trailers with ${title} reach the client of a call that ends in an error at once`,
    source: `${SOURCE}; "Trailers-Only"`,
    needs: needsOf(UNARY),
    plan: probePlan(UNARY, [requests(UNARY, 1)], {
      ending: { case: 'status', value: { code: CODES.ABORTED, message, trailers: named('') } },
    }),
    expect: {
      code: 'ABORTED',
      message,
      messages: [],
      trailers: [arrives(value, value.name)],
      observed: { seen: true },
    },
  };
}

/** Values and names to the ends of what metadata may be. */
export const VALUE_CASES: readonly CaseInit[] = VALUES.flatMap((value) => [
  thereAndBack(value),
  inHeaders(value),
  trailersOnly(value),
]);
