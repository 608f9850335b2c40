import { knownOf } from '../known-rows.ts';

const KINDS = ['unary', 'server-stream', 'client-stream', 'bidi-stream'] as const;

type Way = 'error' | 'panic' | 'later' | 'cancellation';

/** The cases that look at the code. */
function codes(way: Way): readonly string[] {
  return [
    ...KINDS.map((kind) => `${kind}/${way}`),
    ...['server-stream', 'bidi-stream'].map((kind) => `${kind}/${way}-after-messages`),
  ];
}

/** Those that look for the text. */
function texts(way: Way, kinds: readonly string[] = KINDS): readonly string[] {
  return kinds.map((kind) => `${kind}/kept-back/${way}`);
}

const TOLD = { keptBack: 'its text in the message' } as const;
const MANY_REQUESTS = ['client-stream', 'bidi-stream'] as const;
const ONE_REQUEST = ['unary', 'server-stream'] as const;
/** Clients that hand any number on; the others know what a status can be. */
const ANY_NUMBER = ['ts-grpc-js', 'go-grpc', 'go-connect'] as const;

/** What is known of handlers that break. */
export const OF_EXCEPTIONS = knownOf(
  'exceptions',
  {
    link: 'grpc-js-never-ends-a-call-whose-handler-rejects',
    reason:
      "the grpc-js server doesn't look at the promise of an async handler, so that nothing ends the call but its deadline; statuscodes.md gives UNKNOWN to a handler that throws",
    rows: [
      {
        cases: [...codes('later'), ...texts('later')],
        clients: 'all',
        servers: ['ts-grpc-js'],
        instead: { code: 'DEADLINE_EXCEEDED' },
      },
    ],
  },
  {
    link: 'grpcio-never-ends-a-call-whose-handler-raises-a-baseexception',
    reason:
      'the grpcio server catches Exception alone, and leaves a call open whose handler raises another BaseException; statuscodes.md gives UNKNOWN to a handler that throws',
    rows: [
      {
        cases: [...codes('panic'), ...texts('panic')],
        clients: 'all',
        servers: ['python-grpcio', 'python-grpcio-aio'],
        instead: { code: 'DEADLINE_EXCEEDED' },
      },
    ],
  },
  {
    link: 'grpc-js-takes-any-number-called-code-for-the-status',
    reason:
      'the grpc-js server takes the `code` of whatever error it is given for the status, and the AbortError of the DOM has 20; statuscodes.md gives UNKNOWN to a handler that throws',
    rows: [
      {
        cases: codes('cancellation'),
        clients: ANY_NUMBER,
        servers: ['ts-grpc-js'],
        instead: { code: 'CODE_20' },
      },
      {
        cases: texts('cancellation'),
        clients: ANY_NUMBER,
        servers: ['ts-grpc-js'],
        instead: { code: 'CODE_20', ...TOLD },
      },
      {
        cases: codes('cancellation'),
        clients: ['ts-connect'],
        servers: ['ts-grpc-js'],
        instead: { code: 'INTERNAL' },
      },
      {
        cases: texts('cancellation'),
        clients: ['python-grpcio', 'python-grpcio-aio'],
        servers: ['ts-grpc-js'],
        instead: TOLD,
      },
    ],
  },
  {
    link: 'grpcio-never-ends-a-call-whose-handler-raises-a-baseexception',
    reason:
      'the grpcio server on asyncio takes CancelledError for the end of its own task, and leaves the call open; statuscodes.md gives UNKNOWN to a handler that throws',
    rows: [
      {
        cases: [...codes('cancellation'), ...texts('cancellation')],
        clients: 'all',
        servers: ['python-grpcio-aio'],
        instead: { code: 'DEADLINE_EXCEEDED' },
      },
    ],
  },
  {
    link: 'grpcio-sends-what-comes-after-abort',
    reason:
      'the grpcio server on threads sends messages of a handler that has aborted its call; gRPC over HTTP/2, "Responses": nothing follows the status',
    rows: [
      {
        cases: ['bidi-stream/go-on', 'server-stream/go-on'],
        clients: 'all',
        servers: ['python-grpcio'],
        instead: { 'messages.count': '1' },
      },
    ],
  },
  {
    link: 'what-a-handler-throws-is-told-to-the-client',
    reason:
      'the server makes the status message of the text of an error that its handler did not mean for the client',
    rows: [
      {
        cases: [...texts('later'), ...texts('error', ONE_REQUEST)],
        clients: 'all',
        servers: ['python-grpcio', 'python-grpcio-aio', 'go-grpc', 'go-connect'],
        instead: TOLD,
      },
      {
        cases: texts('error', MANY_REQUESTS),
        clients: 'all',
        servers: ['ts-grpc-js', 'python-grpcio', 'python-grpcio-aio', 'go-grpc', 'go-connect'],
        instead: TOLD,
      },
      {
        cases: texts('cancellation'),
        clients: 'all',
        servers: ['python-grpcio'],
        instead: TOLD,
      },
      {
        cases: texts('panic', MANY_REQUESTS),
        clients: 'all',
        servers: ['ts-grpc-js'],
        instead: TOLD,
      },
    ],
  },
  {
    link: 'connect-node-answers-internal-for-a-thrown-error',
    reason:
      'the connect-node server makes INTERNAL of an error that is not its own; statuscodes.md gives UNKNOWN to a handler that throws',
    rows: [
      {
        cases: [...codes('cancellation'), ...codes('later'), ...codes('panic')],
        clients: 'all',
        servers: ['ts-connect'],
        instead: { code: 'INTERNAL' },
      },
    ],
  },
  {
    link: 'a-panic-in-a-connect-go-handler-is-a-reset',
    reason:
      'the connect-go server leaves a panic to net/http, which resets the stream with INTERNAL_ERROR; statuscodes.md gives UNKNOWN to a handler that throws',
    rows: [
      {
        cases: codes('panic'),
        clients: 'all',
        servers: ['go-connect'],
        instead: { code: 'INTERNAL' },
      },
    ],
  },
);
