import { type Code, literal, when } from '../code.ts';
import { type Field, METHOD, SERVICE, type Shape } from '../program.ts';

/** The method's description, which generated code would have. */
export function methodOf({ manyRequests, manyResponses }: Shape): Code {
  const many = manyResponses ? 'BIDI_STREAM' : 'CLIENT_STREAM';
  const one = manyResponses ? 'SERVER_STREAM' : 'UNARY';
  return [
    'METHOD = MethodInfo(',
    [
      `name="${METHOD}",`,
      `service_name="${SERVICE}",`,
      'input=BytesValue,',
      'output=BytesValue,',
      `stream_type=StreamType.${manyRequests ? many : one},`,
      'idempotency_level=IdempotencyLevel.UNKNOWN,',
    ],
    ')',
  ];
}

/** `server_stream`: how connectrpc names a shape. */
export function kindOf({ manyRequests, manyResponses }: Shape): string {
  if (manyRequests) return manyResponses ? 'bidi_stream' : 'client_stream';
  return manyResponses ? 'server_stream' : 'unary';
}

/** Lines that add fields to Headers; connectrpc leaves the base64 of binary ones to its users. */
export function addLines(target: string, fields: readonly Field[]): Code {
  return fields.map((field) => `${target}.add(${literal(field.name)}, ${fieldValue(field)})`);
}

function fieldValue({ value, binary }: Field): string {
  return binary
    ? `base64.b64encode(bytes.fromhex("${value}")).decode().rstrip("=")`
    : literal(value);
}

/** The import that these lines need. */
export function base64Line(fields: readonly Field[]): Code {
  return when(
    fields.some(({ binary }) => binary),
    'import base64',
  );
}
