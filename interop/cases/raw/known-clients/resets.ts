import { entries, HANGS } from './entry.ts';

const ALL = 'rst/{before-headers,after-headers,in-mid-message,after-message}';

/** RST_STREAM: its codes, and where it comes. */
export const RESETS = [
  ...entries(
    'connect-node-maps-three-codes-of-rst_stream-to-internal',
    'connect-node makes INTERNAL of the error that Node has for a reset, before it looks the code up; gRPC over HTTP/2, "Errors", has a table',
    [
      {
        clients: ['ts-connect'],
        instead: { code: 'INTERNAL' },
        cases: `${ALL}/{refused-stream,enhance-your-calm,inadequate-security}-{small,large} rst/refused-then-taken`,
      },
    ],
  ),
  ...entries(
    'a-reset-with-no_error-leaves-a-node-client-without-an-end',
    'the client waits on, or says something else, when RST_STREAM(NO_ERROR) ends a call that has no status; gRPC over HTTP/2, "Errors": INTERNAL',
    [
      {
        clients: ['ts-connect'],
        instead: HANGS,
        cases: 'rst/before-headers/no-error-{small,large}',
      },
      { clients: ['ts-grpc-js'], instead: HANGS, cases: `${ALL}/no-error-large` },
      {
        clients: ['ts-connect'],
        instead: { code: 'UNKNOWN' },
        cases: 'rst/{after-headers,in-mid-message,after-message}/no-error-large',
      },
      {
        clients: ['ts-connect'],
        instead: { code: 'INVALID_ARGUMENT' },
        cases: 'rst/in-mid-message/no-error-small official/rst_during_data',
      },
    ],
  ),
  ...entries(
    'grpc-go-makes-resource_exhausted-of-flow_control_error',
    'the table of grpc-go has RESOURCE_EXHAUSTED for FLOW_CONTROL_ERROR; gRPC over HTTP/2, "Errors": INTERNAL',
    [
      {
        clients: ['go-grpc'],
        instead: { code: 'RESOURCE_EXHAUSTED' },
        cases: `${ALL}/flow-control-error-{small,large}`,
      },
    ],
  ),
  ...entries(
    'connect-go-waits-a-minute-for-a-refused-stream',
    'Go\'s HTTP/2 transport sends a request again, up to seven times in a minute, that RST_STREAM(REFUSED_STREAM or PROTOCOL_ERROR) has ended; RFC 9113, 8.7 has it once at the most, and gRPC over HTTP/2, "Errors", an error',
    [
      {
        clients: ['go-connect'],
        instead: HANGS,
        cases: 'rst/before-headers/{refused-stream,protocol-error}-small',
      },
    ],
  ),
  ...entries(
    'connect-go-waits-a-minute-for-a-refused-stream',
    'connect-go makes UNAVAILABLE of every error before the headers that is no RST_STREAM that it knows; gRPC over HTTP/2, "Errors": INTERNAL',
    [
      {
        clients: ['go-connect'],
        instead: { code: 'UNAVAILABLE' },
        cases:
          'rst/before-headers/protocol-error-large rst/before-headers/{stream-closed,http-1-1-required}-{small,large}',
      },
    ],
  ),
  ...entries(
    'a-client-that-is-stuck-in-sending-is-not-told-that-the-call-is-over',
    'Send goes on waiting for a window when the response is complete; gRPC over HTTP/2, "Early Server Closure": the client resets the stream',
    [
      {
        clients: ['go-connect'],
        instead: HANGS,
        cases: 'rst/after-the-end/error-status-{large,bidi}',
      },
    ],
  ),
  ...entries(
    'five-early-ends-use-up-a-connection-of-connect-node',
    'connect-node leaves streams open whose response is complete, and with what they have queued Node refuses later responses; gRPC over HTTP/2, "Early Server Closure": the client resets the stream',
    [
      {
        clients: ['ts-connect'],
        instead: { 'codes other than ABORTED': 'INTERNAL' },
        cases: 'rst/after-the-end/sixty-early-ends',
      },
    ],
  ),
  ...entries(
    'grpcio-on-asyncio-loses-the-status-of-a-call-that-ends-during-a-write',
    'grpc.aio makes INTERNAL, "Internal error from Core", when the write fails before it has seen the status',
    [
      {
        clients: ['python-grpcio-aio'],
        instead: { code: 'INTERNAL' },
        cases: `${ALL}/{cancel,refused-stream,enhance-your-calm,inadequate-security}-large`,
        sometimes: 'the status may be there before the write fails',
      },
      {
        clients: ['python-grpcio-aio'],
        instead: { code: 'INTERNAL' },
        cases:
          'connection/{closed,reset}-{before-headers,after-headers,in-a-message,after-a-message,in-a-frame}-large',
        sometimes: 'the status may be there before the write fails',
      },
      {
        clients: ['python-grpcio-aio'],
        instead: { code: 'INTERNAL', message: '"Internal error from Core"' },
        cases: 'rst/after-the-end/error-status-{large,bidi}',
        sometimes: 'the status may be there before the write fails',
      },
    ],
  ),
];
