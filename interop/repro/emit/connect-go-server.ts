import { CODES, codeName } from '../../contract/code.ts';
import { bytesOf, type Code, GO_BYTES, literal, render, when } from '../code.ts';
import {
  type Act,
  type Ending,
  PATH,
  type Program,
  type Shape,
  type Shows,
  type Status,
} from '../program.ts';
import { codeOf } from './connect-es.ts';
import { addLines, httpOf } from './connect-go.ts';
import {
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

/** A server on connect-go, which takes gRPC beside its own protocol. */
export function connectGoServer({ shape, spoken, server, shows }: Program): string {
  const from = shape.manyRequests ? 'stream.RequestHeader()' : 'request.Header()';
  const body: Code = [
    `func call(ctx context.Context, ${ARGUMENTS[nameOf(shape)]} {`,
    [
      ...seenLines(shows, 'ctx', (name) => `${from}.Values(${name})`),
      ...when(shows.messages, ...requestLines(shape, server.acts)),
      ...when(
        !shape.manyResponses &&
          server.ending.is === 'status' &&
          server.ending.status.code === CODES.OK,
        ...responseLines(server.acts),
      ),
      ...server.acts.flatMap((act) => actLines(act, shape, shows)),
      ...endingLines(server.ending, shape),
    ],
    '}',
  ];
  const text = render(body, '\t');
  const code: Code = [
    ...head(
      [
        ...['context', 'fmt', 'net', 'net/http'],
        ...(text.includes('errors.') ? ['errors'] : []),
        ...(usesTime(server.acts) || shows.timeLeft ? ['time'] : []),
      ],
      ['connectrpc.com/connect', 'google.golang.org/protobuf/types/known/wrapperspb'],
    ),
    ...when(shows.messages, ...goShowRequest),
    ...body,
    '',
    'func main() {',
    [
      ...listenLines,
      `handler := connect.New${nameOf(shape)}Handler("${PATH}", call)`,
      'server := &http.Server{Handler: handler, Protocols: new(http.Protocols)}',
      `server.${httpOf(spoken)}`,
      'fmt.Println("listening on", listener.Addr())',
      'panic(server.Serve(listener))',
    ],
    '}',
  ];
  return render(code, '\t');
}

type Name = 'Unary' | 'ServerStream' | 'ClientStream' | 'BidiStream';

function nameOf({ manyRequests, manyResponses }: Shape): Name {
  if (manyRequests) return manyResponses ? 'BidiStream' : 'ClientStream';
  return manyResponses ? 'ServerStream' : 'Unary';
}

const RESPONSE = '(*connect.Response[wrapperspb.BytesValue], error)';
const ARGUMENTS: Readonly<Record<Name, string>> = {
  Unary: `request *connect.Request[wrapperspb.BytesValue]) ${RESPONSE}`,
  ServerStream:
    'request *connect.Request[wrapperspb.BytesValue], stream *connect.ServerStream[wrapperspb.BytesValue]) error',
  ClientStream: `stream *connect.ClientStream[wrapperspb.BytesValue]) ${RESPONSE}`,
  BidiStream: 'stream *connect.BidiStream[wrapperspb.BytesValue, wrapperspb.BytesValue]) error',
};

/** The one response, with what is kept for it. */
function responseLines(acts: readonly Act[]): Code {
  const sent = acts.findLast((act) => act.do === 'send');
  const body = sent === undefined ? 'nil' : bytesOf(sent.body, GO_BYTES);
  return [`response := connect.NewResponse(wrapperspb.Bytes(${body}))`];
}

/** Prints the request; of a stream, those that are read. */
function requestLines({ manyRequests, manyResponses }: Shape, acts: readonly Act[]): Code {
  if (!manyRequests) return ['show(request.Msg.GetValue())'];
  const read: Code = manyResponses
    ? ['request, err := stream.Receive()', 'if err == nil {', ['show(request.GetValue())'], '}']
    : ['if !stream.Receive() {', ['return false'], '}', 'show(stream.Msg().GetValue())'];
  const last = manyResponses ? 'return err == nil' : 'return true';
  return when(reads(acts), 'receive := func() bool {', [...read, last], '}');
}

function actLines(act: Act, { manyResponses }: Shape, { messages }: Shows): Code {
  switch (act.do) {
    case 'send':
      return manyResponses
        ? times(act.count, `_ = stream.Send(wrapperspb.Bytes(${bytesOf(act.body, GO_BYTES)}))`)
        : [];
    case 'receive':
      if (messages) return times(act.count, 'receive()');
      return times(act.count, manyResponses ? '_, _ = stream.Receive()' : 'stream.Receive()');
    case 'drain': {
      const next = manyResponses
        ? '_, err := stream.Receive(); err == nil; _, err = stream.Receive()'
        : 'stream.Receive()';
      const loop: Code = [`for ${messages ? 'receive()' : next} {`, '}'];
      return act.background ? inBackground(loop) : loop;
    }
    case 'join':
      return ['<-drained'];
    case 'sleep':
      return sleepLines(act);
    case 'send-headers':
      return manyResponses
        ? [...addLines('stream.ResponseHeader()', act.fields), '_ = stream.Send(nil)']
        : addLines('response.Header()', act.fields);
    default:
      return [];
  }
}

function endingLines(ending: Ending, { manyResponses }: Shape): Code {
  const failing = (error: string) => (manyResponses ? `return ${error}` : `return nil, ${error}`);
  switch (ending.is) {
    case 'status':
      return statusLines(ending.status, manyResponses, 'nil');
    case 'status-and-message': {
      const body = `wrapperspb.Bytes(${bytesOf(ending.body, GO_BYTES)})`;
      const send = manyResponses
        ? `_ = stream.Send(${body})`
        : `response := connect.NewResponse(${body})`;
      return [send, ...statusLines(ending.status, manyResponses, 'response')];
    }
    case 'throw':
      if (ending.panic) return [`panic(${literal(ending.text)})`];
      return [failing(`errors.New(${literal(ending.text)})`)];
    case 'nothing':
      return [manyResponses ? 'return nil' : 'return nil, nil'];
    case 'await-cancellation':
      return ['<-ctx.Done()', GO_TOLD, failing('ctx.Err()')];
  }
}

function statusLines(
  { code, message, trailers }: Status,
  manyResponses: boolean,
  beside: string,
): Code {
  if (code === CODES.OK) {
    const target = manyResponses ? 'stream.ResponseTrailer()' : 'response.Trailer()';
    return [...addLines(target, trailers), manyResponses ? 'return nil' : 'return response, nil'];
  }
  const name = codeOf(codeName(code));
  return [
    `failure := connect.NewError(connect.Code${name}, errors.New(${literal(message)}))`,
    ...addLines('failure.Meta()', trailers),
    manyResponses ? 'return failure' : `return ${beside}, failure`,
  ];
}
