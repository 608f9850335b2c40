import { type Code, literal, when } from '../code.ts';
import {
  type Act,
  type ClientPart,
  type Encoding,
  type Field,
  PATH,
  type Shape,
  type Shows,
} from '../program.ts';

/** `unary_stream`: how grpcio names a shape. */
export function kindOf({ manyRequests, manyResponses }: Shape): string {
  return `${manyRequests ? 'stream' : 'unary'}_${manyResponses ? 'stream' : 'unary'}`;
}

/** Metadata as a tuple of pairs. */
export function pairs(fields: readonly Field[]): string {
  const each = fields.map(({ name, value, binary }) => {
    const shown = binary ? `bytes.fromhex("${value}")` : literal(value);
    return `(${literal(name)}, ${shown}),`;
  });
  return `(${each.join(' ')})`;
}

/** The enum's member. */
export function compressionOf(encoding: Encoding): string {
  const names = { identity: 'NoCompression', gzip: 'Gzip', deflate: 'Deflate' } as const;
  return `grpc.Compression.${names[encoding]}`;
}

/** The method of a channel, without a stub. */
export function methodLines(shape: Shape): Code {
  return [
    `method = channel.${kindOf(shape)}(`,
    [
      `"${PATH}",`,
      'request_serializer=BytesValue.SerializeToString,',
      'response_deserializer=BytesValue.FromString,',
    ],
    ')',
  ];
}

/** What a call is given beside its request. */
export function callOptions({ timeoutMs, metadata, encoding }: ClientPart): Code {
  return [
    ...(timeoutMs === undefined ? [] : [`timeout=${timeoutMs / 1000},`]),
    ...when(metadata.length > 0, `metadata=${pairs(metadata)},`),
    ...(encoding ? [`compression=${compressionOf(encoding)},`] : []),
  ];
}

/** Prints a response. */
export const pythonShow: Code = [
  '',
  '',
  'def show(response):',
  [
    'if response is None:',
    ['print("response: None", flush=True)'],
    'else:',
    [
      'start = response.value[:16].hex()',
      'print(f"response: {len(response.value)} bytes {start}", flush=True)',
    ],
  ],
];

/** Prints a request. */
export const pythonShowRequest: Code = [
  'def show(request):',
  [
    'start = request.value[:16].hex()',
    'print(f"request: {len(request.value)} bytes {start}", flush=True)',
  ],
  '',
  '',
];

/** What a server prints that is told of a cancellation. */
export const PYTHON_TOLD = 'print("the handler was told of the cancellation", flush=True)';

/** Lines of a handler that print what it got beside messages. */
export function seenLines({ entered, metadata, timeLeft }: Shows): Code {
  return [
    ...when(entered, 'print("the handler was entered", flush=True)'),
    ...when(metadata.length > 0, 'metadata = context.invocation_metadata() or ()'),
    ...metadata.map(
      (name) =>
        `print("metadata ${name}:", [value for key, value in metadata if key == ${literal(name)}], flush=True)`,
    ),
    ...when(timeLeft, 'print("time left:", context.time_remaining(), "s", flush=True)'),
  ];
}

/** A line once, or in a loop. */
export function times(count: number, line: string): Code {
  return count === 1 ? [line] : [`for _ in range(${count}):`, [line]];
}

/** A wait, and why. */
export function sleepLines(act: Act & { do: 'sleep' }, call: string): Code {
  return [...(act.why ? [`# ${act.why}`] : []), `${call}(${act.ms / 1000})`];
}

/** Lines that print what was asked for of some metadata. */
export function shownLines(kind: string, names: readonly string[], all: string): Code {
  if (names.length === 0) return [];
  return [
    `${kind}s = ${all} or ()`,
    ...names.map(
      (name) =>
        `print("${kind} ${name}:", [value for key, value in ${kind}s if key == ${literal(name)}])`,
    ),
  ];
}
