import { bytesOf, type Code, PYTHON_BYTES, render, when } from '../code.ts';
import type { Act, ClientPart, Program, Shape, Spoken } from '../program.ts';
import { addLines, base64Line, kindOf, methodOf } from './connect-py.ts';
import { pythonShow, sleepLines, times } from './python.ts';

/** A client on Python's connectrpc: a task reads the responses beside what the client does. */
export function connectPyClient({ shape, spoken, client }: Program): string {
  const waits = [...client.requests, ...client.then].some((act) => act.do === 'receive');
  const code: Code = [
    'import asyncio',
    ...base64Line(client.metadata),
    'import json',
    'import sys',
    '',
    'from connectrpc.client import ConnectClient, ResponseMetadata',
    'from connectrpc.code import Code',
    `from connectrpc.compat import ${codecOf(spoken)}`,
    ...when(client.encoding === 'gzip', 'from connectrpc.compression.gzip import GzipCompression'),
    'from connectrpc.errors import ConnectError',
    'from connectrpc.method import IdempotencyLevel, MethodInfo, StreamType',
    'from connectrpc.protocol import ProtocolType',
    ...when(client.metadata.length > 0, 'from connectrpc.request import Headers'),
    'from google.protobuf.wrappers_pb2 import BytesValue',
    'from pyqwest import Client, HTTPTransport, HTTPVersion',
    '',
    ...methodOf(shape),
    ...pythonShow,
    '',
    '',
    'async def main():',
    [
      ...clientLines(spoken, client),
      'metadata = ResponseMetadata()',
      ...when(
        client.metadata.length > 0,
        'headers = Headers()',
        ...addLines('headers', client.metadata),
      ),
      ...when(waits, 'responses = awaited = 0', 'over = False', ...RECEIVED),
      ...requestLines(shape, client),
      ...runLines(shape, client, waits),
      '',
      'running = asyncio.create_task(run())',
      ...when(client.cancelled, 'await asyncio.sleep(0)  # It begins.', 'running.cancel()'),
      ...client.then.flatMap(actLines),
      ...END,
      ...shownLines('header', client.headers),
      ...STATUS,
      ...shownLines('trailer', client.trailers),
      'await transport.aclose()',
    ],
    '',
    '',
    'asyncio.run(main())',
  ];
  return render(code, '    ');
}

function codecOf({ json }: Spoken): string {
  return `google_protobuf_${json ? 'json' : 'binary'}_codec`;
}

const PROTOCOLS = { grpc: 'GRPC', 'grpc-web': 'GRPC_WEB', connect: 'CONNECT' } as const;

function clientLines(spoken: Spoken, { encoding }: ClientPart): Code {
  const compression = encoding === 'gzip' ? 'GzipCompression()' : 'None';
  return [
    `transport = HTTPTransport(http_version=HTTPVersion.${spoken.http1 ? 'HTTP1' : 'HTTP2'})`,
    'client = ConnectClient(',
    [
      '"http://" + sys.argv[1],',
      `codec=${codecOf(spoken)}(),`,
      `protocol=ProtocolType.${PROTOCOLS[spoken.protocol]},`,
      ...when(encoding !== undefined, `send_compression=${compression},`),
      'http_client=Client(transport),',
    ],
    ')',
  ];
}

/** Waits for so many more responses. */
const RECEIVED: Code = [
  '',
  'async def received(more):',
  [
    'nonlocal awaited',
    'awaited += more',
    'while responses < awaited and not over:',
    ['await asyncio.sleep(0.005)'],
  ],
];

function requestLines({ manyRequests }: Shape, { requests }: ClientPart): Code {
  const [first] = requests;
  if (!manyRequests && first?.do === 'send') {
    return [`request = BytesValue(value=${bytesOf(first.body, PYTHON_BYTES)})`];
  }
  const none = requests.some((act) => act.do === 'send') ? [] : ['for none in ():', ['yield none']];
  return ['', 'async def requests():', [...requests.flatMap(actLines), ...none]];
}

/** The call, to its end. */
function runLines(shape: Shape, { metadata, timeoutMs }: ClientPart, waits: boolean): Code {
  const call: Code = [
    `client.execute_${kindOf(shape)}(`,
    [
      `request=${shape.manyRequests ? 'requests()' : 'request'},`,
      'method=METHOD,',
      ...when(metadata.length > 0, 'headers=headers,'),
      ...when(timeoutMs !== undefined, `timeout_ms=${timeoutMs},`),
    ],
    ')',
  ];
  const counted = ['show(response)', ...when(waits, 'responses += 1')];
  const read: Code = shape.manyResponses
    ? [`stream = ${call[0]}`, ...call.slice(1), 'async for response in stream:', counted]
    : [`response = await ${call[0]}`, ...call.slice(1), ...counted];
  return [
    '',
    'async def run():',
    [
      ...when(waits, 'nonlocal responses, over'),
      ...(waits
        ? ['with metadata:', ['try:', read, 'finally:', ['over = True']]]
        : ['with metadata:', read]),
    ],
  ];
}

function actLines(act: Act): Code {
  switch (act.do) {
    case 'send':
      return times(act.count, `yield BytesValue(value=${bytesOf(act.body, PYTHON_BYTES)})`);
    case 'receive':
      return [`await received(${act.count})`];
    case 'drain':
      return act.background ? [] : ['await asyncio.wait([running])'];
    case 'join':
      return ['await asyncio.wait([running])'];
    case 'sleep':
      return sleepLines(act, 'await asyncio.sleep');
    case 'cancel':
      return ['running.cancel()'];
    default:
      return [];
  }
}

const END: Code = [
  'status, message = "ok", ""',
  'try:',
  ['await running'],
  'except ConnectError as error:',
  ['status, message = error.code.value, error.message'],
  'except asyncio.CancelledError:',
  ['status = Code.CANCELED.value'],
];

const STATUS: Code = [
  'print("status:", status)',
  'print("status message:", json.dumps(message, ensure_ascii=False))',
];

function shownLines(kind: string, names: readonly string[]): Code {
  return names.map(
    (name) => `print("${kind} ${name}:", list(metadata.${kind}s.getall("${name}")))`,
  );
}
