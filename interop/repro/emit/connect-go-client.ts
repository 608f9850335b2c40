import { bytesOf, type Code, GO_BYTES, render, when } from '../code.ts';
import { type Act, type ClientPart, PATH, type Program, type Shape } from '../program.ts';
import { addLines, httpOf } from './connect-go.ts';
import {
  afterSingle,
  beside,
  besideLines,
  clientAct,
  contextLines,
  goShow,
  head,
  restLines,
  times,
  usesTime,
} from './go.ts';

/** What makes the client speak another protocol than Connect. */
const SPEAKS = {
  grpc: ['connect.WithGRPC(),'],
  'grpc-web': ['connect.WithGRPCWeb(),'],
  connect: [],
};

/** A client on connect-go, which speaks gRPC when told to. */
export function connectGoClient({ shape, spoken, client }: Program): string {
  const acts = [...client.requests, ...client.then];
  const code: Code = [
    ...head(
      [
        ...['context', 'errors', 'fmt', 'io', 'net/http', 'os'],
        ...(usesTime(acts, client.timeoutMs) ? ['time'] : []),
      ],
      ['connectrpc.com/connect', 'google.golang.org/protobuf/types/known/wrapperspb'],
    ),
    ...goShow,
    'func main() {',
    [
      'transport := &http.Transport{Protocols: new(http.Protocols)}',
      `transport.${httpOf(spoken)}`,
      'client := connect.NewClient[wrapperspb.BytesValue, wrapperspb.BytesValue](',
      [
        '&http.Client{Transport: transport},',
        `"http://"+os.Args[1]+"${PATH}",`,
        ...SPEAKS[spoken.protocol],
        ...when(spoken.json, 'connect.WithProtoJSON(),'),
        ...when(client.encoding === 'gzip', 'connect.WithSendGzip(),'),
      ],
      ')',
      ...contextLines(client.timeoutMs),
      ...when(client.cancelled, 'cancel()'),
      ...callLines(shape, client),
      'if errors.Is(err, io.EOF) {',
      ['err = nil'],
      '}',
      ...END,
      ...client.trailers.map(
        (name) => `fmt.Printf("trailer ${name}: %q\\n", trailer.Values("${name}"))`,
      ),
    ],
    '}',
  ];
  return render(code, '\t');
}

const END: Code = [
  'if err == nil {',
  ['fmt.Print("status: ok\\nstatus message: \\"\\"\\n")'],
  '} else {',
  [
    'message := err.Error()',
    'if shown := new(connect.Error); errors.As(err, &shown) {',
    ['message = shown.Message()'],
    '}',
    'fmt.Println("status:", connect.CodeOf(err))',
    'fmt.Printf("status message: %q\\n", message)',
  ],
  '}',
];

function callLines(shape: Shape, client: ClientPart): Code {
  if (shape.manyRequests) return shape.manyResponses ? bidi(client) : upload(client);
  const [first] = client.requests;
  const body = first?.do === 'send' ? bytesOf(first.body, GO_BYTES) : 'nil';
  const request: Code = [
    `request := connect.NewRequest(wrapperspb.Bytes(${body}))`,
    ...addLines('request.Header()', client.metadata),
  ];
  return [...request, ...(shape.manyResponses ? download(client) : unary(client))];
}

function unary(client: ClientPart): Code {
  const { during } = beside(client.then);
  const shows = client.headers.length + client.trailers.length > 0;
  return [
    ...besideLines(during, actLines),
    ...when(shows, 'ctx, info := connect.NewClientContext(ctx)'),
    'response, err := client.CallUnary(ctx, request)',
    'if err == nil {',
    ['show(response.Msg.GetValue())'],
    '}',
    ...afterSingle(client.then).flatMap(actLines),
    ...shown('info', client),
  ];
}

/** Prints the headers, and keeps the trailers. */
function shown(from: string, { headers, trailers }: ClientPart): Code {
  return [
    ...headers.map(
      (name) => `fmt.Printf("header ${name}: %q\\n", ${from}.ResponseHeader().Values("${name}"))`,
    ),
    ...when(trailers.length > 0, `trailer := ${from}.ResponseTrailer()`),
  ];
}

function download(client: ClientPart): Code {
  const { during, after } = beside(client.then);
  return [
    ...besideLines(during, actLines),
    'stream, err := client.CallServerStream(ctx, request)',
    'receive := func() {',
    [
      'if stream.Receive() {',
      ['show(stream.Msg().GetValue())'],
      '} else if err = stream.Err(); err == nil {',
      ['err = io.EOF'],
      '}',
    ],
    '}',
    ...after.flatMap(actLines),
    ...restLines(client),
    ...shown('stream', client),
  ];
}

/** A client stream has its one response when the requests end. */
function upload(client: ClientPart): Code {
  const { during } = beside(client.then);
  const shows = client.headers.length + client.trailers.length > 0;
  return [
    ...when(shows, 'ctx, info := connect.NewClientContext(ctx)'),
    'stream := client.CallClientStream(ctx)',
    ...addLines('stream.RequestHeader()', client.metadata),
    ...client.requests.filter((act) => act.do !== 'receive').flatMap(actLines),
    ...besideLines(during, actLines),
    'response, err := stream.CloseAndReceive()',
    'if err == nil {',
    ['show(response.Msg.GetValue())'],
    '}',
    ...afterSingle(client.then).flatMap(actLines),
    ...shown('info', client),
  ];
}

function bidi(client: ClientPart): Code {
  return [
    'stream := client.CallBidiStream(ctx)',
    ...addLines('stream.RequestHeader()', client.metadata),
    'var err error',
    'receive := func() {',
    [
      'var response *wrapperspb.BytesValue',
      'if response, err = stream.Receive(); err == nil {',
      ['show(response.GetValue())'],
      '}',
    ],
    '}',
    ...client.requests.flatMap(actLines),
    '_ = stream.CloseRequest()',
    ...client.then.flatMap(actLines),
    ...restLines(client),
    ...shown('stream', client),
  ];
}

function actLines(act: Act): Code {
  if (act.do !== 'send') return clientAct(act);
  return times(act.count, `_ = stream.Send(wrapperspb.Bytes(${bytesOf(act.body, GO_BYTES)}))`);
}
