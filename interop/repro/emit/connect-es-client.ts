import { bytesOf, type Code, JS_BYTES, render, when } from '../code.ts';
import type { Act, ClientPart, Program, Shape, Spoken } from '../program.ts';
import { appendLines, descriptor } from './connect-es.ts';
import { jsReceived, jsShow, jsSleep, times } from './js.ts';

/** A client on @connectrpc/connect-node: promises, iterables and abort signals. */
export function connectEsClient({ shape, spoken, client }: Program): string {
  const acts = [...client.requests, ...client.then];
  const binary = client.metadata.some((field) => field.binary) ? ', encodeBinaryHeader' : '';
  const cancels = client.cancelled || acts.some((act) => act.do === 'cancel');
  const waits = acts.some((act) => act.do === 'receive');
  const code: Code = [
    `import { Code, ConnectError, createClient${binary} } from '@connectrpc/connect';`,
    `import { ${client.encoding === 'gzip' ? 'compressionGzip, ' : ''}${TRANSPORTS[spoken.protocol]} } from '@connectrpc/connect-node';`,
    ...descriptor(shape),
    '',
    'const [address] = process.argv.slice(2);',
    `const transport = ${TRANSPORTS[spoken.protocol]}({`,
    [`baseUrl: 'http://' + address,`, ...spokenLines(spoken), ...compression(client)],
    '});',
    'const client = createClient(Repro, transport);',
    ...jsShow,
    ...jsSleep(acts),
    ...when(waits, 'let over = false;'),
    ...jsReceived(acts),
    '',
    ...when(cancels, 'const abort = new AbortController();'),
    ...when(client.cancelled, 'abort.abort();'),
    ...requestLines(shape, client),
    ...when(
      client.metadata.length > 0,
      'const headers = new Headers();',
      ...appendLines('headers', client.metadata),
    ),
    'const options = {',
    [
      ...when(client.metadata.length > 0, 'headers,'),
      ...when(cancels, 'signal: abort.signal,'),
      ...timeout(client),
      ...shown(client),
    ],
    '};',
    '',
    ...(client.then.length > 0 || waits ? runLines(shape, waits) : []),
    ...client.then.flatMap((act) => actLines(act)),
    'try {',
    [
      ...(client.then.length > 0 || waits ? ['await running;'] : reading(shape)),
      `console.log('status: OK');`,
      `console.log('status message: ""');`,
    ],
    '} catch (error) {',
    [
      'const { code, rawMessage, metadata } = ConnectError.from(error);',
      `console.log('status:', Code[code] ?? code);`,
      `console.log('status message:', JSON.stringify(rawMessage));`,
      ...client.trailers.map(
        (name) => `console.log('trailer ${name}:', [metadata.get('${name}')]);`,
      ),
    ],
    '}',
    'setTimeout(process.exit, 100); // Connect keeps its connection open.',
  ];
  return render(code, '  ');
}

/** What speaks a protocol. */
const TRANSPORTS = {
  grpc: 'createGrpcTransport',
  'grpc-web': 'createGrpcWebTransport',
  connect: 'createConnectTransport',
} as const;

function spokenLines({ protocol, http1, json }: Spoken): Code {
  return [
    ...when(protocol !== 'grpc', `httpVersion: '${http1 ? '1.1' : '2'}',`),
    ...when(json, 'useBinaryFormat: false,'),
  ];
}

function compression({ encoding }: ClientPart): Code {
  return encoding === 'gzip' ? ['sendCompression: compressionGzip,', 'compressMinBytes: 0,'] : [];
}

function timeout({ timeoutMs }: ClientPart): Code {
  return timeoutMs === undefined ? [] : [`timeoutMs: ${timeoutMs},`];
}

function shown({ headers, trailers }: ClientPart): Code {
  return [
    ...callback('onHeader', 'header', headers),
    ...callback('onTrailer', 'trailer', trailers),
  ];
}

function callback(option: string, kind: string, names: readonly string[]): Code {
  const lines = names.map((name) => `console.log('${kind} ${name}:', [all.get('${name}')]);`);
  return when(names.length > 0, `${option}(all) {`, lines, '},');
}

function requestLines({ manyRequests }: Shape, { requests }: ClientPart): Code {
  const [first] = requests;
  if (!manyRequests && first?.do === 'send') {
    return [`const request = { value: ${bytesOf(first.body, JS_BYTES)} };`];
  }
  return ['async function* requests() {', requests.flatMap((act) => actLines(act)), '}'];
}

function reading({ manyRequests, manyResponses }: Shape): Code {
  const call = `client.call(${manyRequests ? 'requests()' : 'request'}, options)`;
  return [
    manyResponses
      ? `for await (const response of ${call}) show(response);`
      : `show(await ${call});`,
  ];
}

/** The responses are read beside what the client does. */
function runLines(shape: Shape, waits: boolean): Code {
  const read = reading(shape);
  return [
    'async function run() {',
    waits ? ['try {', read, '} finally {', ['over = true;'], '}'] : read,
    '}',
    'const running = run();',
    'running.catch(() => {}); // It is told below.',
  ];
}

function actLines(act: Act): Code {
  switch (act.do) {
    case 'send':
      return times(act.count, `yield { value: ${bytesOf(act.body, JS_BYTES)} };`);
    case 'receive':
      return [`await received(${act.count});`];
    case 'drain':
      return act.background ? [] : ['await running.catch(() => {});'];
    case 'join':
      return ['await running.catch(() => {});'];
    case 'sleep':
      return [...(act.why ? [`// ${act.why}`] : []), `await sleep(${act.ms});`];
    case 'cancel':
      return ['abort.abort();'];
    default:
      return [];
  }
}
