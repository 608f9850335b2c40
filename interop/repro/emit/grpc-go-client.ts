import { bytesOf, type Code, GO_BYTES, literal, render, when } from '../code.ts';
import { type Act, type ClientPart, PATH, type Program, type Shape } from '../program.ts';
import {
  afterSingle,
  beside,
  besideLines,
  clientAct,
  contextLines,
  fieldValue,
  goShow,
  head,
  restLines,
  times,
  usesTime,
} from './go.ts';

/** A client on grpc-go: Invoke for a unary call, a stream for all others. */
export function grpcGoClient({ shape, client }: Program): string {
  const acts = [...client.requests, ...client.then];
  const unary = !shape.manyRequests && !shape.manyResponses;
  const code: Code = [
    ...head(imports(client, acts, unary), packages(client, unary)),
    ...goShow,
    'func main() {',
    [
      'conn, err := grpc.NewClient(os.Args[1], grpc.WithTransportCredentials(insecure.NewCredentials()))',
      'if err != nil {',
      ['panic(err)'],
      '}',
      ...contextLines(client.timeoutMs),
      ...client.metadata.map(
        (field) =>
          `ctx = metadata.AppendToOutgoingContext(ctx, ${literal(field.name)}, ${fieldValue(field)})`,
      ),
      ...when(client.cancelled, 'cancel()'),
      ...(unary ? unaryLines(client) : streamLines(shape, client)),
      'fmt.Println("status:", status.Code(err))',
      'fmt.Printf("status message: %q\\n", status.Convert(err).Message())',
      ...client.trailers.map((name) => `fmt.Printf("trailer ${name}: %q\\n", trailer["${name}"])`),
    ],
    '}',
  ];
  return render(code, '\t');
}

function imports({ timeoutMs }: ClientPart, acts: readonly Act[], unary: boolean): string[] {
  return [
    ...['context', 'fmt', 'os'],
    ...(unary ? [] : ['io']),
    ...(usesTime(acts, timeoutMs) ? ['time'] : []),
  ];
}

function packages(client: ClientPart, unary: boolean): string[] {
  const metadata = client.metadata.length + client.headers.length + client.trailers.length > 0;
  return [
    'google.golang.org/grpc',
    'google.golang.org/grpc/credentials/insecure',
    ...(client.encoding === 'gzip' ? ['google.golang.org/grpc/encoding/gzip'] : []),
    ...(metadata && (unary || client.metadata.length > 0)
      ? ['google.golang.org/grpc/metadata']
      : []),
    'google.golang.org/grpc/status',
    'google.golang.org/protobuf/types/known/wrapperspb',
  ];
}

function unaryLines(client: ClientPart): Code {
  const { requests, then, headers, trailers } = client;
  const [first] = requests;
  const body = first?.do === 'send' ? bytesOf(first.body, GO_BYTES) : 'nil';
  const { during } = beside(then);
  return [
    ...besideLines(during, actLines),
    ...when(headers.length + trailers.length > 0, 'var header, trailer metadata.MD'),
    'response := new(wrapperspb.BytesValue)',
    `err = conn.Invoke(ctx, "${PATH}", wrapperspb.Bytes(${body}), response${callOptions(client, true)})`,
    'if err == nil {',
    ['show(response.GetValue())'],
    '}',
    ...afterSingle(then).flatMap(actLines),
    ...headers.map((name) => `fmt.Printf("header ${name}: %q\\n", header["${name}"])`),
  ];
}

function callOptions({ encoding, headers, trailers }: ClientPart, unary: boolean): string {
  const shown = unary && headers.length + trailers.length > 0;
  return [
    ...(encoding === 'gzip' ? [', grpc.UseCompressor(gzip.Name)'] : []),
    ...(shown ? [', grpc.Header(&header), grpc.Trailer(&trailer)'] : []),
  ].join('');
}

function streamLines({ manyRequests, manyResponses }: Shape, client: ClientPart): Code {
  return [
    `desc := &grpc.StreamDesc{ClientStreams: ${manyRequests}, ServerStreams: ${manyResponses}}`,
    `stream, err := conn.NewStream(ctx, desc, "${PATH}"${callOptions(client, false)})`,
    'receive := func() {',
    [
      'response := new(wrapperspb.BytesValue)',
      'if err = stream.RecvMsg(response); err == nil {',
      ['show(response.GetValue())', ...when(!manyResponses, 'err = io.EOF')],
      '}',
    ],
    '}',
    ...client.requests.flatMap(actLines),
    ...when(
      client.requests.length > 0 || manyRequests,
      'if err == nil {',
      ['_ = stream.CloseSend()'],
      '}',
    ),
    ...client.then.flatMap(actLines),
    ...restLines(client),
    'if err == io.EOF {',
    ['err = nil'],
    '}',
    ...when(
      client.headers.length > 0,
      'header, _ := stream.Header()',
      ...client.headers.map((name) => `fmt.Printf("header ${name}: %q\\n", header["${name}"])`),
    ),
    ...when(client.trailers.length > 0, 'trailer := stream.Trailer()'),
  ];
}

function actLines(act: Act): Code {
  if (act.do === 'read-headers') return ['_, _ = stream.Header()'];
  if (act.do !== 'send') return clientAct(act);
  const line = `_ = stream.SendMsg(wrapperspb.Bytes(${bytesOf(act.body, GO_BYTES)}))`;
  return ['if err == nil {', times(act.count, line), '}'];
}
