import { CODES, codeName } from '../../contract/code.ts';
import { bytesOf, type Code, literal, PYTHON_BYTES, render, when } from '../code.ts';
import {
  type Act,
  type Ending,
  type Field,
  PATH,
  type Program,
  SERVICE,
  type Shape,
  type Shows,
  type Status,
} from '../program.ts';
import { addLines, base64Line, kindOf, methodOf } from './connect-py.ts';
import { PYTHON_TOLD, pythonShowRequest, sleepLines, times } from './python.ts';

/** A server on Python's connectrpc, which uvicorn serves on HTTP/1.1 and HTTP/2. */
export function connectPyServer({ shape, server, shows }: Program): string {
  const played: Code = [
    ...server.acts.flatMap((act) => actLines(act, shape)),
    ...endingLines(server.ending, shape),
  ];
  const body: Code = [
    ...seenLines(shows),
    ...when(shows.messages && !shape.manyRequests, 'show(request)'),
    ...when(shape.manyRequests, ...incoming(shows)),
    ...when(!shape.manyResponses, 'response = BytesValue()'),
    ...watched(played, server.ending, shows),
    ...when(shape.manyResponses && !/\byield\b/.test(render(played, '')), 'yield  # A stream.'),
  ];
  const text = render(body, '');
  const code: Code = [
    'import asyncio',
    ...base64Line(fieldsOf(server.acts, server.ending)),
    'import socket',
    '',
    'import uvicorn',
    ...when(/\bCode\./.test(text), 'from connectrpc.code import Code'),
    'from connectrpc.compat import google_protobuf_codecs',
    ...when(text.includes('ConnectError'), 'from connectrpc.errors import ConnectError'),
    'from connectrpc.method import IdempotencyLevel, MethodInfo, StreamType',
    'from connectrpc.server import ConnectASGIApplication, Endpoint',
    'from google.protobuf.wrappers_pb2 import BytesValue',
    '',
    ...methodOf(shape),
    '',
    '',
    ...when(shows.messages, ...pythonShowRequest),
    `async def call(${shape.manyRequests ? 'requests' : 'request'}, context):`,
    body,
    '',
    '',
    ...application(shape),
  ];
  return render(code, '    ');
}

function application(shape: Shape): Code {
  const endpoint = `Endpoint.${kindOf(shape)}(METHOD, call)`;
  return [
    'class Application(ConnectASGIApplication):',
    ['@property', 'def path(self):', [`return "/${SERVICE}"`]],
    '',
    '',
    'application = Application(',
    [
      'service=None,',
      `endpoints=lambda _: {"${PATH}": ${endpoint}},`,
      'codecs=google_protobuf_codecs(),',
    ],
    ')',
    'listener = socket.create_server(("127.0.0.1", 0))',
    'print(f"listening on 127.0.0.1:{listener.getsockname()[1]}", flush=True)',
    'config = uvicorn.Config(',
    ['application, http="zttp", http2=True, lifespan="off", log_level="error"'],
    ')',
    'uvicorn.Server(config).run(sockets=[listener])',
  ];
}

function seenLines({ entered, metadata, timeLeft }: Shows): Code {
  return [
    ...when(entered, 'print("the handler was entered", flush=True)'),
    ...metadata.map(
      (name) =>
        `print("metadata ${name}:", list(context.request_headers.getall(${literal(name)})), flush=True)`,
    ),
    ...when(timeLeft, 'print("time left:", context.timeout_ms, "ms", flush=True)'),
  ];
}

/** The requests of a stream, printed as they are read. */
function incoming({ messages }: Shows): Code {
  if (!messages) return ['incoming = aiter(requests)'];
  return [
    '',
    'async def shown():',
    ['async for request in requests:', ['show(request)', 'yield request']],
    '',
    'incoming = shown()',
  ];
}

/** A handler is told by an exception; one that waits for requests by an error that their iterator raises. */
function watched(played: Code, { is }: Ending, { cancelled }: Shows): Code {
  const waits = is === 'await-cancellation';
  if (!waits && !cancelled) return played;
  const raised = ['asyncio.CancelledError', 'GeneratorExit', ...when(waits, 'ConnectError')];
  return ['try:', played, `except (${raised.join(', ')}):`, [PYTHON_TOLD, 'raise']];
}

function actLines(act: Act, { manyResponses }: Shape): Code {
  switch (act.do) {
    case 'send': {
      const made = `BytesValue(value=${bytesOf(act.body, PYTHON_BYTES)})`;
      return manyResponses ? times(act.count, `yield ${made}`) : [`response = ${made}`];
    }
    case 'receive':
      return times(act.count, 'await anext(incoming, None)');
    case 'drain':
      return act.background
        ? ['', 'async def drain():', DRAIN, '', 'drained = asyncio.create_task(drain())']
        : DRAIN;
    case 'join':
      return ['await drained'];
    case 'sleep':
      return sleepLines(act, 'await asyncio.sleep');
    case 'send-headers':
      return addLines('context.response_headers', act.fields);
    default:
      return [];
  }
}

const DRAIN: Code = ['async for _ in incoming:', ['pass']];

function endingLines(ending: Ending, shape: Shape): Code {
  switch (ending.is) {
    case 'status':
      return statusLines(ending.status, shape);
    case 'status-and-message':
      return [
        ...actLines({ do: 'send', body: ending.body, count: 1 }, shape),
        ...statusLines(ending.status, shape),
      ];
    case 'throw':
      return [`raise RuntimeError(${literal(ending.text)})`];
    case 'nothing':
      return [shape.manyResponses ? 'return' : 'return None'];
    case 'await-cancellation':
      return [...when(shape.manyRequests, ...DRAIN), 'await asyncio.Event().wait()'];
  }
}

function statusLines({ code, message, trailers }: Status, { manyResponses }: Shape): Code {
  const added = addLines('context.response_trailers', trailers);
  if (code === CODES.OK) return [...added, manyResponses ? 'return' : 'return response'];
  const name = codeName(code);
  const member = name === 'CANCELLED' ? 'CANCELED' : name;
  return [...added, `raise ConnectError(Code.${member}, ${literal(message)})`];
}

function fieldsOf(acts: readonly Act[], ending: Ending): Field[] {
  const headers = acts.flatMap((act) => (act.do === 'send-headers' ? act.fields : []));
  const status = 'status' in ending ? ending.status.trailers : [];
  return [...headers, ...status];
}
