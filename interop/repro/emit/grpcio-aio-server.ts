import { codeName } from '../../contract/code.ts';
import { bytesOf, type Code, literal, PYTHON_BYTES, render, when } from '../code.ts';
import type { Act, Ending, Program, Shape } from '../program.ts';
import { serving, statusLines } from './grpcio-server.ts';
import {
  compressionOf,
  PYTHON_TOLD,
  pairs,
  pythonShowRequest,
  seenLines,
  sleepLines,
  times,
} from './python.ts';

/** A server on grpcio's asyncio. */
export function grpcioAioServer({ shape, server, shows }: Program): string {
  const read = shows.messages ? 'read()' : 'context.read()';
  const played: Code = [
    ...server.acts.flatMap((act) => actLines(act, shape, read)),
    ...endingLines(server.ending, shape),
  ];
  const code: Code = [
    'import asyncio',
    '',
    'import grpc',
    'import grpc.aio',
    'from google.protobuf.wrappers_pb2 import BytesValue',
    '',
    '',
    ...when(shows.messages, ...pythonShowRequest),
    `async def call(${shape.manyRequests ? '_' : 'request'}, context):`,
    [
      ...(server.encoding ? [`context.set_compression(${compressionOf(server.encoding)})`] : []),
      ...seenLines(shows),
      ...when(shows.messages, ...(shape.manyRequests ? READ : ['show(request)'])),
      ...when(
        server.acts.some(({ do: what }) => what === 'drain'),
        ...drainLines(read),
      ),
      ...when(!shape.manyResponses, 'response = BytesValue()'),
      ...(shows.cancelled ? watched(played) : played),
    ],
    '',
    '',
    'async def main():',
    ...serving(shape, '    '),
    [
      'server = grpc.aio.server()',
      'server.add_generic_rpc_handlers((handlers,))',
      'port = server.add_insecure_port("127.0.0.1:0")',
      'await server.start()',
      'print(f"listening on 127.0.0.1:{port}", flush=True)',
      'await server.wait_for_termination()',
    ],
    '',
    '',
    'asyncio.run(main())',
  ];
  return render(code, '    ');
}

const drainLines = (read: string): Code => [
  '',
  'async def drain():',
  [`while await ${read} is not grpc.aio.EOF:`, ['pass']],
  '',
];

const READ: Code = [
  '',
  'async def read():',
  [
    'request = await context.read()',
    'if request is not grpc.aio.EOF:',
    ['show(request)'],
    'return request',
  ],
  '',
];

function watched(played: Code): Code {
  return ['try:', played, 'except asyncio.CancelledError:', [PYTHON_TOLD, 'raise']];
}

function actLines(act: Act, { manyResponses }: Shape, read: string): Code {
  switch (act.do) {
    case 'send': {
      const made = `BytesValue(value=${bytesOf(act.body, PYTHON_BYTES)})`;
      return manyResponses
        ? times(act.count, `await context.write(${made})`)
        : [`response = ${made}`];
    }
    case 'receive':
      return times(act.count, `await ${read}`);
    case 'drain':
      return [act.background ? 'drained = asyncio.create_task(drain())' : 'await drain()'];
    case 'join':
      return ['await drained'];
    case 'sleep':
      return sleepLines(act, 'await asyncio.sleep');
    case 'send-headers':
      return [`await context.send_initial_metadata(${pairs(act.fields)})`];
    default:
      return [];
  }
}

function endingLines(ending: Ending, { manyResponses }: Shape): Code {
  const last = manyResponses ? [] : ['return response'];
  switch (ending.is) {
    case 'status': {
      const lines = statusLines(ending.status, 'await ');
      return lines.length + last.length === 0 ? ['return'] : [...lines, ...last];
    }
    case 'status-and-message': {
      const made = `BytesValue(value=${bytesOf(ending.body, PYTHON_BYTES)})`;
      return [
        `context.set_code(grpc.StatusCode.${codeName(ending.status.code)})`,
        `context.set_details(${literal(ending.status.message)})`,
        manyResponses ? `await context.write(${made})` : `return ${made}`,
      ];
    }
    case 'throw':
      return [`raise RuntimeError(${literal(ending.text)})`];
    case 'nothing':
      return ['return None'];
    case 'await-cancellation':
      return ['try:', ['await asyncio.Event().wait()'], 'finally:', [PYTHON_TOLD]];
  }
}
