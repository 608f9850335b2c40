import type { Expectation, ExpectedMetadatum } from '../contract/case.ts';
import { CODES } from '../contract/code.ts';
import { fieldOf } from './acts.ts';
import type { Act, Body, Field, ServerPart, Shape } from './program.ts';

const OK = { is: 'status', status: { code: CODES.OK, message: '', trailers: [] } } as const;

/** Ends that the client makes, which the server waits for. */
const OF_THE_CLIENT: ReadonlySet<string> = new Set(['CANCELLED', 'DEADLINE_EXCEEDED']);

/** The echo of Probe: request bodies sent back, joined where there is a single response. */
export function echoing(
  client: readonly Act[],
  { manyRequests, manyResponses }: Shape,
): ServerPart {
  const sent = client.filter((act) => act.do === 'send');
  const acts = !manyRequests
    ? sent
    : manyResponses
      ? [...sent.flatMap(answered), END]
      : [END, joined(sent.flatMap(({ body, count }) => Array.from({ length: count }, () => body)))];
  return { acts, ending: OK, encoding: undefined };
}

const END: Act = { do: 'drain', background: false };

function answered(send: Act & { do: 'send' }): Act[] {
  return Array.from({ length: send.count }, () => [
    { do: 'receive', count: 1 } as const,
    { ...send, count: 1 },
  ]).flat();
}

function joined(bodies: readonly Body[]): Act {
  const hex = bodies.every((body) => 'hex' in body) ? bodies.map(({ hex }) => hex).join('') : '';
  const size = bodies.reduce((sum, body) => sum + sizeOf(body), 0);
  return { do: 'send', body: hex === '' ? { zeros: size } : { hex }, count: 1 };
}

/** The bytes of a body. */
export function sizeOf(body: Body): number {
  if ('zeros' in body) return body.zeros;
  return 'hex' in body ? body.hex.length / 2 : Buffer.byteLength(body.text);
}

/** A server of one of the given services: it answers what the case expects of it. */
export function givenServer(
  { code, message = '', messages = [], headers = [], trailers = [] }: Expectation,
  { manyRequests, manyResponses }: Shape,
): ServerPart {
  const name = typeof code === 'string' ? code : code?.[0];
  const sent = messages.map((one): Act => {
    const body = 'json' in one ? { text: JSON.stringify(one.json) } : { zeros: one.length };
    return { do: 'send', body, count: 1 };
  });
  if (name !== undefined && OF_THE_CLIENT.has(name)) {
    return { acts: sent, ending: { is: 'await-cancellation' }, encoding: undefined };
  }
  const reads = manyRequests ? [END] : [];
  const first: readonly Act[] =
    headers.length === 0 ? [] : [{ do: 'send-headers', fields: headers.flatMap(fieldsOf) }];
  const acts = [...first, ...(manyResponses ? [...sent, ...reads] : [...reads, ...sent])];
  const status = { code: CODES[name ?? 'OK'], message, trailers: trailers.flatMap(fieldsOf) };
  return { acts, ending: { is: 'status', status }, encoding: undefined };
}

/** Metadata that the server is to hand out, which it has from the client where the case is about an echo. */
function fieldsOf({ name, values }: ExpectedMetadatum): Field[] {
  return values.map((value) => fieldOf({ name, value: Buffer.from(value) }));
}
