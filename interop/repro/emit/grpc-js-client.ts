import { bytesOf, type Code, JS_BYTES, render, when } from '../code.ts';
import type { Act, ClientPart, Program, Shape } from '../program.ts';
import { PATH } from '../program.ts';
import { imports, metadataLines } from './grpc-js.ts';
import { jsReceived, jsShow, jsSleep, times } from './js.ts';

const ENCODING = { identity: 0, deflate: 1, gzip: 2 } as const;

/** A client on @grpc/grpc-js: callbacks, and streams with events. */
export function grpcJsClient({ shape, client }: Program): string {
  const acts = [...client.requests.slice(shape.manyRequests ? 0 : 1), ...client.then];
  const waits = acts.some((act) => act.do === 'receive');
  const code: Code = [
    ...imports(),
    '',
    'const [address] = process.argv.slice(2);',
    `const client = new grpc.Client(address, grpc.credentials.createInsecure()${optionsOf(client)});`,
    ...metadataLines('metadata', client.metadata),
    ...timeout(client),
    ...jsShow,
    ...jsSleep(acts),
    ...jsReceived(acts),
    '',
    '// An error counts for more than the status: a call whose status was OK may still fail.',
    'let failure;',
    ...opening(shape, client),
    ...when(waits, 'let over = false;'),
    `const status = new Promise((resolve) => call.once('status', resolve));`,
    ...when(waits, 'status.then(() => { over = true; });'),
    ...when(
      shape.manyResponses,
      `call.on('data', show);`,
      `call.on('error', (error) => { failure = error; });`,
      `const end = new Promise((resolve) => call.once('end', resolve));`,
    ),
    ...when(
      client.headers.length > 0,
      `call.once('metadata', (headers) => {`,
      [...client.headers.map((name) => `console.log('header ${name}:', headers.get('${name}'));`)],
      '});',
    ),
    ...when(client.cancelled, 'call.cancel();'),
    ...(shape.manyRequests ? client.requests.flatMap(actLines) : []),
    ...when(shape.manyRequests, 'call.end();'),
    ...client.then.flatMap(actLines),
    '',
    'const last = await status;',
    ...when(shape.manyResponses, 'await end;'),
    'const { code, details, metadata: trailers } = failure ?? last;',
    `console.log('status:', grpc.status[code] ?? code);`,
    `console.log('status message:', JSON.stringify(details));`,
    ...client.trailers.map((name) => `console.log('trailer ${name}:', trailers.get('${name}'));`),
    'client.close();',
  ];
  return render(code, '  ');
}

function optionsOf({ encoding }: ClientPart): string {
  if (encoding === undefined) return '';
  return `, { 'grpc.default_compression_algorithm': ${ENCODING[encoding]} }`;
}

function timeout({ timeoutMs }: ClientPart): Code {
  return [
    timeoutMs === undefined
      ? 'const options = {};'
      : `const options = { deadline: Date.now() + ${timeoutMs} };`,
  ];
}

function opening({ manyRequests, manyResponses }: Shape, { requests }: ClientPart): Code {
  const [first] = requests;
  const request =
    manyRequests || first?.do !== 'send' ? '' : `message(${bytesOf(first.body, JS_BYTES)}), `;
  const name = `make${manyRequests ? (manyResponses ? 'BidiStream' : 'ClientStream') : manyResponses ? 'ServerStream' : 'Unary'}Request`;
  const callback = manyResponses
    ? ''
    : ', (error, response) => { failure = error; if (response) show(response); }';
  return [
    `const call = client.${name}('${PATH}', serialize, deserialize, ${request}metadata, options${callback});`,
  ];
}

function actLines(act: Act): Code {
  switch (act.do) {
    case 'send':
      return times(act.count, `call.write(message(${bytesOf(act.body, JS_BYTES)}));`);
    case 'receive':
      return [`await received(${act.count});`];
    case 'drain':
      return act.background ? [] : ['await status;'];
    case 'join':
      return ['await status;'];
    case 'sleep':
      return [...(act.why ? [`// ${act.why}`] : []), `await sleep(${act.ms});`];
    case 'cancel':
      return ['call.cancel();'];
    case 'read-headers':
      return [
        `await Promise.race([status, new Promise((resolve) => call.once('metadata', resolve))]);`,
      ];
    default:
      return [];
  }
}
