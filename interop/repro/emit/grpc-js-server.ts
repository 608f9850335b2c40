import { CODES, codeName } from '../../contract/code.ts';
import { bytesOf, type Code, JS_BYTES, literal, render, when } from '../code.ts';
import type { Act, Ending, Program, Shape, Shows, Status } from '../program.ts';
import { definition, imports, metadataLines } from './grpc-js.ts';
import { JS_TOLD, jsShowRequests, jsSleep, times } from './js.ts';

/** A server on @grpc/grpc-js. */
export function grpcJsServer({ shape, server, shows }: Program): string {
  const { acts } = server;
  const late = acts.length > 0 || shape.manyRequests || server.ending.is === 'await-cancellation';
  const code: Code = [
    ...imports(),
    ...definition(shape),
    ...jsSleep(acts.filter(({ do: what }) => what === 'sleep')),
    ...when(shows.messages, ...jsShowRequests(shape)),
    '',
    `${late ? 'async ' : ''}function handle(call${shape.manyResponses ? '' : ', callback'}) {`,
    [
      ...seenLines(shows),
      ...when(shows.messages && !shape.manyRequests, 'show(call.request);'),
      ...when(
        server.ending.is === 'await-cancellation',
        `const cancelled = new Promise((resolve) => call.once('cancelled', resolve));`,
      ),
      ...when(shape.manyRequests, ...readingLines(shows)),
      ...when(!shape.manyResponses, 'let response = message(new Uint8Array());'),
      ...acts.flatMap((act) => actLines(act, shape)),
      ...when(
        shows.cancelled,
        `call.off('cancelled', told); // It is emitted after an error, too.`,
      ),
      ...endingLines(server.ending, shape, late),
    ],
    '}',
    '',
    'const server = new grpc.Server();',
    'server.addService({ Call: method }, { Call: handle });',
    `server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {`,
    ['if (error) throw error;', `console.log('listening on 127.0.0.1:' + port);`],
    '});',
  ];
  return render(code, '  ');
}

function readingLines({ messages }: Shows): Code {
  return [
    `const requests = ${messages ? 'shown(call)' : 'call'}[Symbol.asyncIterator]();`,
    'const next = () => requests.next().catch(() => ({ done: true }));',
    'const drain = async () => { while (!(await next()).done); };',
  ];
}

function seenLines({ entered, metadata, timeLeft, cancelled }: Shows): Code {
  return [
    ...when(entered, `console.log('the handler was entered');`),
    ...metadata.map((name) => `console.log('metadata ${name}:', call.metadata.get('${name}'));`),
    ...when(timeLeft, `console.log('time left:', call.getDeadline() - Date.now(), 'ms');`),
    ...when(cancelled, `const told = () => ${JS_TOLD}`, `call.once('cancelled', told);`),
  ];
}

function actLines(act: Act, { manyResponses }: Shape): Code {
  switch (act.do) {
    case 'send': {
      const made = `message(${bytesOf(act.body, JS_BYTES)})`;
      return manyResponses ? times(act.count, `call.write(${made});`) : [`response = ${made};`];
    }
    case 'receive':
      return times(act.count, 'await next();');
    case 'drain':
      return [act.background ? 'const drained = drain();' : 'await drain();'];
    case 'join':
      return ['await drained;'];
    case 'sleep':
      return [...(act.why ? [`// ${act.why}`] : []), `await sleep(${act.ms});`];
    case 'send-headers':
      return [...metadataLines('headers', act.fields), 'call.sendMetadata(headers);'];
    default:
      return [];
  }
}

function endingLines(ending: Ending, shape: Shape, late: boolean): Code {
  const end = (what: string) =>
    shape.manyResponses ? `call.emit('error', ${what});` : `callback(${what});`;
  switch (ending.is) {
    case 'status':
      return statusLines(ending.status, shape, 'response');
    case 'status-and-message':
      return [
        ...actLines({ do: 'send', body: ending.body, count: 1 }, shape),
        ...statusLines(ending.status, shape, 'response'),
      ];
    case 'throw':
      return [
        late
          ? end(`new Error(${literal(ending.text)})`)
          : `throw new Error(${literal(ending.text)});`,
      ];
    case 'nothing':
      return [shape.manyResponses ? 'call.end();' : 'callback(null);'];
    case 'await-cancellation':
      return ['await cancelled;', JS_TOLD, end('{ code: grpc.status.CANCELLED }')];
  }
}

function statusLines(status: Status, { manyResponses }: Shape, response: string): Code {
  const trailers = metadataLines('trailers', status.trailers);
  if (status.code === CODES.OK) {
    return [
      ...trailers,
      manyResponses ? 'call.end(trailers);' : `callback(null, ${response}, trailers);`,
    ];
  }
  const name = status.code in grpcNames ? `grpc.status.${codeName(status.code)}` : `${status.code}`;
  const error = `{ code: ${name}, details: ${literal(status.message)}, metadata: trailers }`;
  return [...trailers, manyResponses ? `call.emit('error', ${error});` : `callback(${error});`];
}

const grpcNames = Object.fromEntries(Object.values(CODES).map((code) => [code, true]));
