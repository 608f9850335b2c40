import { CODES, codeName } from '../../contract/code.ts';
import { bytesOf, type Code, literal, PYTHON_BYTES, render, when } from '../code.ts';
import {
  type Act,
  type Ending,
  METHOD,
  type Program,
  SERVICE,
  type Shape,
  type Status,
} from '../program.ts';
import {
  compressionOf,
  kindOf,
  PYTHON_TOLD,
  pairs,
  pythonShowRequest,
  seenLines,
  sleepLines,
  times,
} from './python.ts';

/** A server on grpcio's threads. */
export function grpcioServer({ shape, server, shows }: Program): string {
  const played: Code = [
    ...server.acts.flatMap((act) => actLines(act, shape)),
    ...endingLines(server.ending, shape),
  ];
  const body: Code = [
    `def call(${shape.manyRequests ? 'requests' : 'request'}, context):`,
    [
      ...(server.encoding ? [`context.set_compression(${compressionOf(server.encoding)})`] : []),
      ...seenLines(shows),
      ...when(shows.messages, shape.manyRequests ? 'requests = shown(requests)' : 'show(request)'),
      ...when(!shape.manyResponses, 'response = BytesValue()'),
      ...(shows.cancelled ? watched(played) : played),
    ],
  ];
  const text = render(body, '');
  const code: Code = [
    ...when(text.includes('threading.'), 'import threading'),
    ...when(text.includes('time.sleep'), 'import time'),
    'from concurrent import futures',
    '',
    'import grpc',
    'from google.protobuf.wrappers_pb2 import BytesValue',
    '',
    '',
    ...when(shows.messages, ...pythonShowRequest),
    ...when(shows.messages && shape.manyRequests, ...SHOWN),
    ...body,
    '',
    '',
    ...serving(shape, ''),
    `server = grpc.server(futures.ThreadPoolExecutor(4))`,
    'server.add_generic_rpc_handlers((handlers,))',
    'port = server.add_insecure_port("127.0.0.1:0")',
    'server.start()',
    'print(f"listening on 127.0.0.1:{port}", flush=True)',
    'server.wait_for_termination()',
  ];
  return render(code, '    ');
}

/** The handler under its names, as generated code would have it. */
export function serving(shape: Shape, indent: string): Code {
  const lines: Code = [
    `method = grpc.${kindOf(shape)}_rpc_method_handler(`,
    [
      'call,',
      'request_deserializer=BytesValue.FromString,',
      'response_serializer=BytesValue.SerializeToString,',
    ],
    ')',
    `handlers = grpc.method_handlers_generic_handler("${SERVICE}", {"${METHOD}": method})`,
  ];
  return indent === '' ? lines : [lines];
}

const SHOWN: Code = [
  'def shown(requests):',
  ['for request in requests:', ['show(request)', 'yield request']],
  '',
  '',
];

/** The callback is called when the call is over, too. */
function watched(played: Code): Code {
  return [
    'returned = threading.Event()',
    '',
    'def told():',
    ['if not returned.is_set():', [PYTHON_TOLD]],
    '',
    'context.add_callback(told)',
    'try:',
    played,
    'finally:',
    ['returned.set()'],
  ];
}

function actLines(act: Act, { manyResponses }: Shape): Code {
  switch (act.do) {
    case 'send': {
      const made = `BytesValue(value=${bytesOf(act.body, PYTHON_BYTES)})`;
      return manyResponses ? times(act.count, `yield ${made}`) : [`response = ${made}`];
    }
    case 'receive':
      return times(act.count, 'next(requests, None)');
    case 'drain':
      return act.background
        ? ['reading = threading.Thread(target=lambda: list(requests))', 'reading.start()']
        : ['for _ in requests:', ['pass']];
    case 'join':
      return ['reading.join()'];
    case 'sleep':
      return sleepLines(act, 'time.sleep');
    case 'send-headers':
      return [`context.send_initial_metadata(${pairs(act.fields)})`];
    default:
      return [];
  }
}

function endingLines(ending: Ending, shape: Shape): Code {
  const generator = shape.manyResponses ? ['yield from ()'] : [];
  const last = shape.manyResponses ? generator : ['return response'];
  switch (ending.is) {
    case 'status':
      return [...statusLines(ending.status, ''), ...last];
    case 'status-and-message': {
      const made = `BytesValue(value=${bytesOf(ending.body, PYTHON_BYTES)})`;
      return [
        `context.set_code(grpc.StatusCode.${codeName(ending.status.code)})`,
        `context.set_details(${literal(ending.status.message)})`,
        `${shape.manyResponses ? 'yield' : 'return'} ${made}`,
      ];
    }
    case 'throw':
      return [`raise RuntimeError(${literal(ending.text)})`, ...generator];
    case 'nothing':
      return ['return None', ...generator];
    case 'await-cancellation':
      return [
        'cancelled = threading.Event()',
        'if context.add_callback(cancelled.set):',
        ['cancelled.wait()'],
        PYTHON_TOLD,
        ...last,
      ];
  }
}

/** Trailers, and the status by abort, which raises. */
export function statusLines({ code, message, trailers }: Status, wait: string): Code {
  const set = trailers.length > 0 ? [`context.set_trailing_metadata(${pairs(trailers)})`] : [];
  if (code === CODES.OK) return set;
  const name = `grpc.StatusCode.${codeName(code)}`;
  return [...set, `${wait}context.abort(${name}, ${literal(message)})`];
}
