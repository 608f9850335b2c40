import { bytesOf, type Code, PYTHON_BYTES, render, when } from '../code.ts';
import type { Act, Program, Shape } from '../program.ts';
import { callOptions, methodLines, pythonShow, shownLines, sleepLines, times } from './python.ts';

/** A client on grpcio's asyncio. */
export function grpcioAioClient({ shape, client }: Program): string {
  const [first] = client.requests;
  const drained = client.then.some((act) => act.do === 'drain');
  const code: Code = [
    'import asyncio',
    'import json',
    'import sys',
    '',
    'import grpc',
    'import grpc.aio',
    'from google.protobuf.wrappers_pb2 import BytesValue',
    ...pythonShow,
    '',
    '',
    'async def main():',
    [
      'channel = grpc.aio.insecure_channel(sys.argv[1])',
      ...methodLines(shape),
      'call = method(',
      [
        ...(shape.manyRequests || first?.do !== 'send'
          ? []
          : [`BytesValue(value=${bytesOf(first.body, PYTHON_BYTES)}),`]),
        ...callOptions(client),
      ],
      ')',
      ...when(client.cancelled, 'call.cancel()'),
      '',
      ...drainLines(shape),
      '',
      'try:',
      [
        ...(shape.manyRequests ? client.requests.flatMap((act) => actLines(act, shape)) : []),
        ...when(shape.manyRequests, 'await call.done_writing()'),
        ...client.then.flatMap((act) => actLines(act, shape)),
        ...when(!drained, isReading(client.requests) ? 'await reading' : 'await drain()'),
        ...when(drained, 'pass'),
      ],
      'except (grpc.RpcError, asyncio.CancelledError, asyncio.InvalidStateError):',
      ['pass  # It is told below.'],
      ...shownLines('header', client.headers, 'await call.initial_metadata()'),
      'print("status:", (await call.code()).name)',
      'print("status message:", json.dumps(await call.details() or "", ensure_ascii=False))',
      ...shownLines('trailer', client.trailers, 'await call.trailing_metadata()'),
      'await channel.close()',
    ],
    '',
    '',
    'asyncio.run(main())',
  ];
  return render(code, '    ');
}

function isReading(acts: readonly Act[]): boolean {
  return acts.some((act) => act.do === 'drain' && act.background);
}

function drainLines({ manyResponses }: Shape): Code {
  const read: Code = manyResponses
    ? ['while (response := await call.read()) is not grpc.aio.EOF:', ['show(response)']]
    : ['show(await call)'];
  return ['async def drain():', read];
}

function actLines(act: Act, { manyResponses }: Shape): Code {
  switch (act.do) {
    case 'send':
      return times(
        act.count,
        `await call.write(BytesValue(value=${bytesOf(act.body, PYTHON_BYTES)}))`,
      );
    case 'receive':
      return manyResponses ? times(act.count, 'show(await call.read())') : ['show(await call)'];
    case 'drain':
      return [act.background ? 'reading = asyncio.create_task(drain())' : 'await drain()'];
    case 'read-headers':
      return ['await call.initial_metadata()'];
    case 'join':
      return ['await reading'];
    case 'sleep':
      return sleepLines(act, 'await asyncio.sleep');
    case 'cancel':
      return ['call.cancel()'];
    default:
      return [];
  }
}
