import { CODES, codeName } from '../../contract/code.ts';
import { bytesOf, type Code, JS_BYTES, literal, render, when } from '../code.ts';
import type { Act, Ending, Program, Shape, Shows, Status } from '../program.ts';
import { appendLines, codeOf, descriptor } from './connect-es.ts';
import { JS_TOLD, jsShowRequests, jsSleep, times } from './js.ts';

/** A server on @connectrpc/connect-node. */
export function connectEsServer({ shape, spoken, server, shows }: Program): string {
  const http = spoken.http1 ? 'http' : 'http2';
  const { acts } = server;
  const played: Code = [
    ...acts.flatMap((act) => actLines(act, shape)),
    ...endingLines(server.ending, shape),
  ];
  const body: Code = [
    `async function${shape.manyResponses ? '*' : ''} call(${shape.manyRequests ? 'requests' : 'request'}, context) {`,
    [
      ...seenLines(shows),
      ...when(shows.messages && !shape.manyRequests, 'show(request);'),
      ...when(
        shape.manyRequests,
        `const incoming = ${shows.messages ? 'shown(requests)' : 'requests'}[Symbol.asyncIterator]();`,
        'const drain = async () => { while (!(await incoming.next()).done); };',
      ),
      ...when(!shape.manyResponses, 'let response = {};'),
      ...(shows.cancelled ? watched(played) : played),
    ],
    '}',
  ];
  const text = render(body, '');
  const names = ['Code', 'ConnectError', 'encodeBinaryHeader'].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(text),
  );
  const code: Code = [
    `import * as ${http} from 'node:${http}';`,
    ...(names.length > 0 ? [`import { ${names.join(', ')} } from '@connectrpc/connect';`] : []),
    `import { connectNodeAdapter } from '@connectrpc/connect-node';`,
    ...descriptor(shape),
    ...jsSleep(acts.filter(({ do: what }) => what === 'sleep')),
    ...when(shows.messages, ...jsShowRequests(shape)),
    '',
    ...body,
    '',
    'const routes = (router) => router.service(Repro, { call });',
    `const server = ${http}.createServer(connectNodeAdapter({ routes }));`,
    `server.listen(0, '127.0.0.1', () => {`,
    [`console.log('listening on 127.0.0.1:' + server.address().port);`],
    '});',
  ];
  return render(code, '  ');
}

function seenLines({ entered, metadata, timeLeft }: Shows): Code {
  return [
    ...when(entered, `console.log('the handler was entered');`),
    ...metadata.map(
      (name) => `console.log('metadata ${name}:', [context.requestHeader.get('${name}')]);`,
    ),
    ...when(timeLeft, `console.log('time left:', context.timeoutMs(), 'ms');`),
  ];
}

/** The signal is aborted when the call is over, too. */
function watched(played: Code): Code {
  return [
    `const told = () => ${JS_TOLD}`,
    `context.signal.addEventListener('abort', told);`,
    'try {',
    played,
    '} finally {',
    [`context.signal.removeEventListener('abort', told);`],
    '}',
  ];
}

function actLines(act: Act, { manyResponses }: Shape): Code {
  switch (act.do) {
    case 'send': {
      const made = `{ value: ${bytesOf(act.body, JS_BYTES)} }`;
      return manyResponses ? times(act.count, `yield ${made};`) : [`response = ${made};`];
    }
    case 'receive':
      return times(act.count, 'await incoming.next();');
    case 'drain':
      return [act.background ? 'const drained = drain();' : 'await drain();'];
    case 'join':
      return ['await drained;'];
    case 'sleep':
      return [...(act.why ? [`// ${act.why}`] : []), `await sleep(${act.ms});`];
    case 'send-headers':
      return appendLines('context.responseHeader', act.fields);
    default:
      return [];
  }
}

function endingLines(ending: Ending, shape: Shape): Code {
  const last = shape.manyResponses ? [] : ['return response;'];
  switch (ending.is) {
    case 'status':
      return [...statusLines(ending.status), ...(ending.status.code === CODES.OK ? last : [])];
    case 'status-and-message':
      return [
        ...actLines({ do: 'send', body: ending.body, count: 1 }, shape),
        ...statusLines(ending.status),
      ];
    case 'throw':
      return [`throw new Error(${literal(ending.text)});`];
    case 'nothing':
      return ['return undefined;'];
    case 'await-cancellation':
      return [
        `await new Promise((resolve) => context.signal.addEventListener('abort', resolve));`,
        JS_TOLD,
        'throw context.signal.reason;',
      ];
  }
}

function statusLines({ code, message, trailers }: Status): Code {
  if (code === CODES.OK) return appendLines('context.responseTrailer', trailers);
  return [
    'const trailers = new Headers();',
    ...appendLines('trailers', trailers),
    `throw new ConnectError(${literal(message)}, Code.${codeOf(codeName(code))}, trailers);`,
  ];
}
