import { bytesOf, type Code, PYTHON_BYTES, render, when } from '../code.ts';
import type { Act, ClientPart, Program, Shape } from '../program.ts';
import { callOptions, methodLines, pythonShow, shownLines, sleepLines, times } from './python.ts';

/** A client on grpcio's threads. */
export function grpcioClient({ shape, client }: Program): string {
  const waits = client.requests.some((act) => act.do === 'receive' || act.do === 'drain');
  const code: Code = [
    'import json',
    'import sys',
    ...when(waits || sleeps(client), 'import time'),
    '',
    'import grpc',
    'from google.protobuf.wrappers_pb2 import BytesValue',
    ...pythonShow,
    '',
    '',
    ...when(waits, ...RECEIVED),
    ...requestLines(shape, client),
    'channel = grpc.insecure_channel(sys.argv[1])',
    ...methodLines(shape),
    `call = method${shape.manyResponses ? '' : '.future'}(`,
    [shape.manyRequests ? 'requests(),' : 'request,', ...callOptions(client)],
    ')',
    ...when(client.cancelled, 'call.cancel()'),
    'try:',
    [
      ...client.then.flatMap((act) => thenLines(act, shape, waits)),
      ...(client.then.some((act) => act.do === 'drain' || act.do === 'join')
        ? ['pass']
        : drain(shape, waits)),
    ],
    'except (grpc.RpcError, grpc.FutureCancelledError):',
    ['pass  # It is told below.'],
    ...shownLines('header', client.headers, 'call.initial_metadata()'),
    'print("status:", call.code().name)',
    'print("status message:", json.dumps(call.details() or "", ensure_ascii=False))',
    ...shownLines('trailer', client.trailers, 'call.trailing_metadata()'),
  ];
  return render(code, '    ');
}

function sleeps({ requests, then }: ClientPart): boolean {
  return [...requests, ...then].some((act) => act.do === 'sleep');
}

const RECEIVED: Code = [
  'responses = awaited = 0',
  'over = False',
  '',
  '',
  'def received(more):',
  [
    'global awaited',
    'awaited += more',
    'while responses < awaited and not over:',
    ['time.sleep(0.005)'],
  ],
  '',
  '',
];

function requestLines({ manyRequests }: Shape, { requests }: ClientPart): Code {
  const [first] = requests;
  if (!manyRequests && first?.do === 'send') {
    return [`request = BytesValue(value=${bytesOf(first.body, PYTHON_BYTES)})`];
  }
  const lines = requests.flatMap(requestLine);
  const none = requests.some((act) => act.do === 'send') ? [] : ['yield from ()'];
  return ['def requests():', [...lines, ...none], '', ''];
}

function requestLine(act: Act): Code {
  switch (act.do) {
    case 'send':
      return times(act.count, `yield BytesValue(value=${bytesOf(act.body, PYTHON_BYTES)})`);
    case 'receive':
      return [`received(${act.count})`];
    case 'drain':
      return act.background ? [] : ['received(1 << 30)'];
    case 'sleep':
      return sleepLines(act, 'time.sleep');
    case 'cancel':
      return ['call.cancel()'];
    default:
      return [];
  }
}

function thenLines(act: Act, shape: Shape, waits: boolean): Code {
  switch (act.do) {
    case 'receive':
      return shape.manyResponses ? times(act.count, 'show(next(call))') : ['show(call.result())'];
    case 'drain':
      return act.background ? [] : drain(shape, waits);
    case 'join':
      return drain(shape, waits);
    case 'read-headers':
      return ['call.initial_metadata()'];
    case 'sleep':
      return sleepLines(act, 'time.sleep');
    case 'cancel':
      return ['call.cancel()'];
    default:
      return [];
  }
}

/** Takes all responses; counts them where the requests wait for them. */
function drain({ manyResponses }: Shape, waits: boolean): Code {
  const counting = when(waits, 'responses += 1');
  const read: Code = manyResponses
    ? ['for response in call:', ['show(response)', ...counting]]
    : ['show(call.result())', ...counting];
  return waits ? ['try:', read, 'finally:', ['over = True']] : read;
}
