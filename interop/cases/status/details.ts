import { CODES } from '../../contract/code.ts';
import { field, varint } from '../bytes.ts';
import type { CaseInit } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { badServer, HEADERS, trailers } from '../raw/bad-server/parts.ts';
import { wire } from '../raw/script.ts';

const SOURCE =
  'gRPC "Error handling" guide, richer error model: google.rpc.Status in grpc-status-details-bin; gRPC over HTTP/2, "Status-Details"';
const RPC = 'type.googleapis.com/google.rpc.';

interface Detail {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

const text = (number: number, content: string) => field(number, Buffer.from(content));
const detail = (name: string, ...parts: readonly Uint8Array[]): Detail => ({
  typeUrl: RPC + name,
  value: Uint8Array.from(Buffer.concat(parts)),
});

/** Messages of google/rpc/error_details.proto, encoded by hand. */
const BAD_REQUEST = detail(
  'BadRequest',
  field(1, Buffer.concat([text(1, 'user.name'), text(2, 'is too long: größer als 8')])),
  field(1, Buffer.concat([text(1, 'user.age'), text(2, 'is negative')])),
);
const ERROR_INFO = detail(
  'ErrorInfo',
  text(1, 'QUOTA'),
  text(2, 'crosswire.test'),
  field(3, Buffer.concat([text(1, 'limit'), text(2, '10')])),
);
/** A Duration of 90.5 s: seconds are field 1, nanos field 2. */
const RETRY_INFO = detail(
  'RetryInfo',
  field(1, Buffer.concat([Buffer.of(8), varint(90), Buffer.of(16), varint(500_000_000)])),
);
const EMPTY = detail('DebugInfo');
const UNHEARD_OF = {
  typeUrl: 'types.example.com/not.known.Here',
  value: Uint8Array.of(8, 1, 0x12, 1, 0xff),
};

const SETS: Readonly<Record<string, readonly Detail[]>> = {
  'bad-request': [BAD_REQUEST],
  'error-info': [ERROR_INFO],
  'retry-info': [RETRY_INFO],
  several: [BAD_REQUEST, ERROR_INFO, RETRY_INFO, ERROR_INFO],
  'empty-value': [EMPTY],
  'unknown-type': [UNHEARD_OF],
};

function detailsCase(kind: Kind, id: string, details: readonly Detail[]): CaseInit {
  const message = 'größer als 100 %';
  return {
    id: `details/${kind.id}/${id}`,
    title: `The details of a ${kind.id} call's error reach the client to the byte: ${id.replace('-', ' ')}`,
    source: SOURCE,
    issue: 'grpc/grpc-node#184',
    tier: 'pairs',
    needs: needsOf(kind, 'server.status-details', 'client.status-details'),
    plan: probePlan(kind, [requests(kind, 1)], {
      ending: {
        case: 'status',
        value: { code: CODES.INVALID_ARGUMENT, message, details: [...details] },
      },
    }),
    expect: {
      code: 'INVALID_ARGUMENT',
      message,
      messages: [],
      details,
      observed: { seen: true },
    },
  };
}

const CONTRADICTION =
  'gRPC over HTTP/2, "Status-Details": a status code in it MUST NOT contradict the Status header, and "The consumer MUST verify this requirement"; what comes of a contradiction is not said: the status of the header, or INTERNAL for a response that is wrong (UNKNOWN where there is nothing else of it), never the code of the details';

/** A google.rpc.Status: code, message and one detail. */
function rpcStatus(code: number, message: string): string {
  const any = Buffer.concat([text(1, ERROR_INFO.typeUrl), field(2, ERROR_INFO.value)]);
  const parts = [Buffer.of(8), varint(code), text(2, message), field(3, any)];
  return Buffer.concat(parts).toString('base64').replace(/=+$/, '');
}

const WRONG = [
  { id: 'other-code', code: CODES.NOT_FOUND, message: 'the message' },
  { id: 'other-message', code: CODES.ABORTED, message: 'another message' },
  { id: 'code-ok', code: CODES.OK, message: 'the message' },
  { id: 'other-code-and-message', code: CODES.NOT_FOUND, message: 'another message' },
] as const;

function contradiction({ id, code, message }: (typeof WRONG)[number], only: boolean): CaseInit {
  const end = trailers(
    String(CODES.ABORTED),
    ['grpc-message', 'the message'],
    ['grpc-status-details-bin', rpcStatus(code, message)],
  );
  const steps = only
    ? [wire.headers([...HEADERS, ...end], { endStream: true })]
    : [wire.headers(HEADERS), wire.headers(end, { endStream: true })];
  return badServer({
    id: `details/contradiction/${only ? 'trailers-only' : 'trailers'}/${id}`,
    title: `Details that contradict grpc-status (${id.replaceAll('-', ' ')}) don't become the call's code`,
    source: CONTRADICTION,
    issue: 'connectrpc/connect-es#1476',
    steps,
    code: only ? ['ABORTED', 'INTERNAL', 'UNKNOWN'] : ['ABORTED', 'INTERNAL'],
  });
}

/** Details of google.rpc, through each library's own way to set and read them; and such as contradict the status. */
export const DETAIL_CASES: readonly CaseInit[] = [
  ...KINDS.filter(({ id }) => id !== 'client-stream').flatMap((kind) =>
    Object.entries(SETS).map(([id, details]) => detailsCase(kind, id, details)),
  ),
  ...WRONG.flatMap((one) => [contradiction(one, false), contradiction(one, true)]),
];
