import { CODES, codeName } from '../../contract/code.ts';
import { bytesOf, type Code, GO_BYTES, literal, render, when } from '../code.ts';
import {
  type Act,
  type Ending,
  METHOD,
  type Program,
  SERVICE,
  type ServerPart,
  type Shape,
  type Shows,
  type Status,
} from '../program.ts';
import { codeOf } from './connect-es.ts';
import {
  fieldValue,
  GO_TOLD,
  goShowRequest,
  head,
  inBackground,
  listenLines,
  reads,
  seenLines,
  sleepLines,
  times,
  usesTime,
} from './go.ts';

/** A server on grpc-go, with its service described by hand. */
export function grpcGoServer({ shape, server, shows }: Program): string {
  const unary = !shape.manyRequests && !shape.manyResponses;
  const body = unary ? unaryHandler(server, shows) : streamHandler(shape, server, shows);
  const text = render(body, '\t');
  const code: Code = [
    ...head(
      [
        ...(unary || shows.cancelled ? ['context'] : []),
        ...(text.includes('errors.') ? ['errors'] : []),
        ...['fmt', 'net'],
        ...(usesTime(server.acts) || shows.timeLeft ? ['time'] : []),
      ],
      [
        'google.golang.org/grpc',
        ...(text.includes('codes.') ? ['google.golang.org/grpc/codes'] : []),
        ...(text.includes('metadata.') ? ['google.golang.org/grpc/metadata'] : []),
        ...(text.includes('status.') ? ['google.golang.org/grpc/status'] : []),
        'google.golang.org/protobuf/types/known/wrapperspb',
      ],
    ),
    ...when(shows.messages, ...goShowRequest),
    ...body,
    '',
    'func main() {',
    [
      ...listenLines,
      'server := grpc.NewServer()',
      `service := &grpc.ServiceDesc{ServiceName: "${SERVICE}", HandlerType: (*any)(nil)}`,
      unary
        ? `service.Methods = []grpc.MethodDesc{{MethodName: "${METHOD}", Handler: call}}`
        : `service.Streams = []grpc.StreamDesc{{StreamName: "${METHOD}", Handler: call, ClientStreams: ${shape.manyRequests}, ServerStreams: ${shape.manyResponses}}}`,
      'server.RegisterService(service, struct{}{})',
      'fmt.Println("listening on", listener.Addr())',
      'panic(server.Serve(listener))',
    ],
    '}',
  ];
  return render(code, '\t');
}

const valuesOf = (ctx: string) => (name: string) =>
  `metadata.ValueFromIncomingContext(${ctx}, ${name})`;

function unaryHandler({ acts, ending }: ServerPart, shows: Shows): Code {
  const ok = ending.is === 'status' && ending.status.code === CODES.OK;
  const sent = acts.findLast((act) => act.do === 'send');
  const made = sent
    ? `wrapperspb.Bytes(${bytesOf(sent.body, GO_BYTES)})`
    : 'new(wrapperspb.BytesValue)';
  return [
    'func call(_ any, ctx context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {',
    [
      ...when(shows.messages, 'request := new(wrapperspb.BytesValue)'),
      `if err := decode(${shows.messages ? 'request' : 'new(wrapperspb.BytesValue)'}); err != nil {`,
      ['return nil, err'],
      '}',
      ...when(shows.messages, 'show(request.GetValue())'),
      ...seenLines(shows, 'ctx', valuesOf('ctx')),
      ...acts.flatMap((act): Code => {
        if (act.do === 'send-headers') {
          return [`_ = grpc.SendHeader(ctx, ${md(act.fields)})`];
        }
        return act.do === 'sleep' ? sleepLines(act) : [];
      }),
      ...when(ok, `response := ${made}`),
      ...unaryEnding(ending),
    ],
    '}',
  ];
}

function md(fields: readonly { name: string; value: string; binary: boolean }[]): string {
  const each = fields.map((field) => `${literal(field.name)}, ${fieldValue(field)}`);
  return `metadata.Pairs(${each.join(', ')})`;
}

function unaryEnding(ending: Ending): Code {
  switch (ending.is) {
    case 'status':
      return [
        ...trailers(ending.status, (fields) => `_ = grpc.SetTrailer(ctx, ${fields})`),
        ending.status.code === CODES.OK
          ? 'return response, nil'
          : `return nil, ${statusError(ending.status)}`,
      ];
    case 'status-and-message':
      return [
        `return wrapperspb.Bytes(${bytesOf(ending.body, GO_BYTES)}), ${statusError(ending.status)}`,
      ];
    case 'throw':
      return ending.panic
        ? [`panic(${literal(ending.text)})`]
        : [`return nil, errors.New(${literal(ending.text)})`];
    case 'nothing':
      return ['var response *wrapperspb.BytesValue', 'return response, nil'];
    case 'await-cancellation':
      return [...CANCELLED('ctx'), 'return nil, status.FromContextError(ctx.Err()).Err()'];
  }
}

const CANCELLED = (ctx: string): Code => [`<-${ctx}.Done()`, GO_TOLD];

function trailers({ trailers: fields }: Status, set: (fields: string) => string): Code {
  return fields.length === 0 ? [] : [set(md(fields))];
}

function statusError({ code, message }: Status): string {
  return `status.Error(codes.${codeOf(codeName(code))}, ${literal(message)})`;
}

const RECEIVE: Code = [
  'receive := func() bool {',
  [
    'request := new(wrapperspb.BytesValue)',
    'err := stream.RecvMsg(request)',
    'if err == nil {',
    ['show(request.GetValue())'],
    '}',
    'return err == nil',
  ],
  '}',
];

function streamHandler(
  { manyRequests, manyResponses }: Shape,
  { acts, ending }: ServerPart,
  shows: Shows,
): Code {
  const { messages } = shows;
  const request = messages ? 'receive()' : '_ = stream.RecvMsg(new(wrapperspb.BytesValue))';
  const next = messages ? 'receive()' : 'stream.RecvMsg(new(wrapperspb.BytesValue)) == nil';
  return [
    'func call(_ any, stream grpc.ServerStream) error {',
    [
      ...seenLines(shows, 'stream.Context()', valuesOf('stream.Context()')),
      ...when(messages && (!manyRequests || reads(acts)), ...RECEIVE),
      ...when(!manyRequests, request),
      ...acts.flatMap((act): Code => {
        switch (act.do) {
          case 'send':
            return times(
              act.count,
              `_ = stream.SendMsg(wrapperspb.Bytes(${bytesOf(act.body, GO_BYTES)}))`,
            );
          case 'receive':
            return times(act.count, request);
          case 'drain': {
            const loop: Code = [`for ${next} {`, '}'];
            return act.background ? inBackground(loop) : loop;
          }
          case 'send-headers':
            return [`_ = stream.SendHeader(${md(act.fields)})`];
          case 'join':
            return ['<-drained'];
          case 'sleep':
            return sleepLines(act);
          default:
            return [];
        }
      }),
      ...streamEnding(ending, acts, manyResponses),
    ],
    '}',
  ];
}

function streamEnding(ending: Ending, acts: readonly Act[], manyResponses: boolean): Code {
  switch (ending.is) {
    case 'status': {
      const ok = ending.status.code === CODES.OK;
      const lacking = !manyResponses && ok && !acts.some((act) => act.do === 'send');
      return [
        ...when(lacking, '_ = stream.SendMsg(new(wrapperspb.BytesValue))'),
        ...trailers(ending.status, (fields) => `stream.SetTrailer(${fields})`),
        ok ? 'return nil' : `return ${statusError(ending.status)}`,
      ];
    }
    case 'status-and-message':
      return [
        `_ = stream.SendMsg(wrapperspb.Bytes(${bytesOf(ending.body, GO_BYTES)}))`,
        `return ${statusError(ending.status)}`,
      ];
    case 'throw':
      return ending.panic
        ? [`panic(${literal(ending.text)})`]
        : [`return errors.New(${literal(ending.text)})`];
    case 'nothing':
      return ['return nil'];
    case 'await-cancellation':
      return [
        ...CANCELLED('stream.Context()'),
        'return status.FromContextError(stream.Context().Err()).Err()',
      ];
  }
}
