import { field as lengthDelimited, varint } from '../../cases/bytes.ts';
import { CODES } from '../../contract/code.ts';
import { has, is, type Passed, type Tampered, way } from './recipe.ts';
import { fieldOf, TO_CLIENT } from './record.ts';
import { AT_ONCE, NO_METHOD, planned } from './server-plan.ts';
import { endedFirst } from './signals.ts';
import { tamper } from './tamperings.ts';

/** Another status in the trailers; where the client ends the call itself, a server that ends it first. */
export function codeWays(passed: Passed): Tampered[] {
  const accepted = [passed.testCase.expect.code ?? []].flat();
  const other = accepted.includes('ABORTED') ? 'DATA_LOSS' : 'ABORTED';
  const status = tamper.trailers('grpc-status', String(CODES[other]));
  const plain = way([status], is(other));
  const { details } = passed.testCase.expect;
  if (details !== undefined) {
    const { message } = passed.seen.outcome;
    return [way([status, detailsOf(CODES[other], message)], is(other))];
  }
  // A raw server plays its script, whatever it is asked for.
  if (passed.testCase.rawServer !== undefined) return [plain];
  const tampering = planned(passed, AT_ONCE);
  // Where the server does not end the call, another path does.
  const unknown = way([tamper.request(':path', NO_METHOD)], is('UNIMPLEMENTED'));
  if (tampering.length === 0) {
    if (accepted.includes('CANCELLED')) return [plain, unknown];
    return servedNothing(passed) ? [plain, UNAUTHENTICATED] : [plain];
  }
  return [plain, { ...way(tampering, is('ABORTED')), ...endedFirst(passed.testCase) }];
}

/** Whether the response says how the call went by its HTTP status alone. */
const servedNothing = ({ record }: Passed) => fieldOf(record, TO_CLIENT, ':status') === '404';

/** By http-grpc-status-mapping.md. */
const UNAUTHENTICATED = way([tamper.headers(':status', '401')], is('UNAUTHENTICATED'));

/** The text in the trailers, or as the status that the handler itself gives. */
export function leakWays(passed: Passed): Tampered[] {
  const { code } = passed.seen.outcome;
  const text = passed.testCase.expect.keepsBack ?? '';
  const told = has('its text in the message');
  const message = tamper.trailers('grpc-message', text);
  const another = planned(passed, {
    ending: { case: 'status', value: { code: CODES.UNKNOWN, message: text } },
  });
  return [
    way([message], told),
    way([message, detailsOf(code, text)], told),
    ...(another.length === 0 ? [] : [way(another, told)]),
  ];
}

/** A client that is given details takes the message out of them. */
export function messageWays(code: number): Tampered[] {
  const [text, told] = ['tampered with', is('"tampered with"')];
  const message = tamper.trailers('grpc-message', text);
  return [way([message], told), way([message, detailsOf(code, text)], told)];
}

/** A detail that no case has. */
const INT32 = 'type.googleapis.com/google.protobuf.Int32Value';

/** One detail instead of those that are there. */
export function detailsWay(code: number, message: string): Tampered {
  return way([detailsOf(code, message)], is(`${INT32} 0x0863`));
}

/** A google.rpc.Status with one detail. */
function detailsOf(code: number, message: string) {
  const any = [lengthDelimited(1, Buffer.from(INT32)), lengthDelimited(2, Buffer.of(8, 99))];
  const status = Buffer.concat([
    Buffer.of(8),
    varint(code),
    lengthDelimited(2, Buffer.from(message)),
    lengthDelimited(3, Buffer.concat(any)),
  ]);
  return tamper.trailers('grpc-status-details-bin', status.toString('base64').replace(/=+$/, ''));
}
