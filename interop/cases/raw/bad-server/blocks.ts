import type { CaseInit, ScenarioInit } from '../../define.ts';
import { type Fields, type RawStep, wire } from '../script.ts';
import { malformedBlocks } from './malformed.ts';
import { badServer, EXPECTED, HEADERS, part } from './parts.ts';
import { sizes } from './sizes.ts';

const BIN =
  'gRPC over HTTP/2, "Custom-Metadata": "Implementations MUST accept padded and un-padded values" and split Binary-Headers on ","';

interface Binary {
  readonly id: string;
  readonly lines: readonly string[];
  readonly values: readonly Uint8Array[];
}

const BINARIES: readonly Binary[] = [
  { id: 'padded', lines: ['q80='], values: [Buffer.from([0xab, 0xcd])] },
  { id: 'unpadded', lines: ['q80'], values: [Buffer.from([0xab, 0xcd])] },
  { id: 'doubled', lines: ['AQI=', '/w'], values: [Buffer.from([1, 2]), Buffer.from([0xff])] },
  { id: 'joined', lines: ['AQI=,/w'], values: [Buffer.from([1, 2]), Buffer.from([0xff])] },
];

function binary({ id, lines, values }: Binary, where: 'headers' | 'trailers'): CaseInit {
  const fields: Fields = lines.map((line) => ['x-data-bin', line]);
  return badServer({
    id: `headers/bin/${id}-in-${where}`,
    title: `A ${id} value of a -bin name in ${where} arrives as its bytes`,
    source: BIN,
    issue: 'grpc-go#1209',
    steps:
      where === 'headers'
        ? [wire.headers([...HEADERS, ...fields]), part.message, part.ok]
        : [part.headers, part.message, part.status('0', ...fields)],
    code: 'OK',
    expect: { [where]: [{ name: 'x-data-bin', values }] },
  });
}

function badBinary(where: 'headers' | 'trailers' | 'trailers-only'): CaseInit {
  const field: Fields = [['x-data-bin', '!not base64!']];
  const steps: Readonly<Record<typeof where, readonly RawStep[]>> = {
    headers: [wire.headers([...HEADERS, ...field]), part.message, part.ok],
    trailers: [part.headers, part.message, part.status('0', ...field)],
    'trailers-only': [part.trailersOnly('5', ...field)],
  };
  return badServer({
    id: `headers/bin/not-base64-in-${where}`,
    title: `A value of a -bin name that is no base64 in ${where} breaks no more than the call`,
    source: `${BIN}; what comes of others isn't said, so the value may be lost or the call fail`,
    steps: steps[where],
    code: [where === 'trailers-only' ? 'NOT_FOUND' : 'OK', 'INTERNAL'],
  });
}

const HPACK =
  'RFC 9113, 4.3: a block that can not be decoded is a connection error of type COMPRESSION_ERROR; gRPC over HTTP/2, "Connection failure": UNAVAILABLE, or INTERNAL, as of PROTOCOL_ERROR ("Errors")';

/** Blocks that RFC 7541 has an error for. */
const BLOCKS: readonly (readonly [id: string, hex: string])[] = [
  ['index-0', '80'],
  ['index-beyond-the-table', 'ffff03'],
  ['integer-too-big', 'ffffffffffffffffff7f'],
  ['string-beyond-the-block', '00057374'],
  ['huffman-padding', '0082ffff82ffff'],
  ['table-size-update-too-big', '3fe1ff7f88'],
];

function undecodable([id, hex]: (typeof BLOCKS)[number]): CaseInit {
  return badServer({
    id: `headers/hpack/${id}`,
    title: `A header block that can not be decoded ends the call: ${id.replaceAll('-', ' ')}`,
    source: HPACK,
    steps: [wire.block(Buffer.from(hex, 'hex')), part.message, part.ok],
    code: ['INTERNAL', 'UNAVAILABLE'],
  });
}

/** Header blocks: binary values, malformed ones, such as can't be decoded, big ones. */
export const blocks: readonly (CaseInit | ScenarioInit)[] = [
  ...BINARIES.flatMap((one) => [binary(one, 'headers'), binary(one, 'trailers')]),
  ...(['headers', 'trailers', 'trailers-only'] as const).map(badBinary),
  badServer({
    id: 'headers/many-of-one-name',
    title: 'A name that comes a hundred times arrives with all its values, in order',
    source:
      'gRPC over HTTP/2, "Custom-Metadata": duplicate names keep their order, and may be joined with ","',
    steps: [
      wire.headers([
        ...HEADERS,
        ...Array.from(
          { length: 100 },
          (_, at) => ['x-many-bin', Buffer.from([at]).toString('base64')] as const,
        ),
      ]),
      part.message,
      part.ok,
    ],
    code: 'OK',
    expect: {
      messages: [EXPECTED],
      headers: [
        { name: 'x-many-bin', values: Array.from({ length: 100 }, (_, at) => Buffer.from([at])) },
      ],
    },
  }),
  ...malformedBlocks,
  ...BLOCKS.map(undecodable),
  ...sizes,
];
