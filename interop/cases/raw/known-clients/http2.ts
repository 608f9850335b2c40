import { entries, GRPCIO, HANGS } from './entry.ts';

const LENIENT =
  'the client does not check what RFC 9113 has a receiver check, and takes the answer';

/** Header blocks and frames. */
export const HTTP2 = [
  ...entries(
    'joined--bin-values-of-a-response-are-not-split',
    'the client does not split the value of a -bin name at the comma; gRPC over HTTP/2, "Custom-Metadata": implementations must split Binary-Headers on ","',
    [
      {
        clients: GRPCIO,
        instead: { code: 'INTERNAL', 'headers.x-data-bin': '""' },
        cases: 'headers/bin/joined-in-headers',
      },
      {
        clients: GRPCIO,
        instead: { code: 'INTERNAL', 'trailers.x-data-bin': '""' },
        cases: 'headers/bin/joined-in-trailers',
      },
      {
        clients: ['go-grpc'],
        instead: { code: 'INTERNAL', 'headers.x-data-bin': 'absent' },
        cases: 'headers/bin/joined-in-headers',
      },
      {
        clients: ['go-grpc'],
        instead: { code: 'INTERNAL', 'trailers.x-data-bin': 'absent' },
        cases: 'headers/bin/joined-in-trailers',
      },
      {
        clients: ['go-connect'],
        instead: { 'headers.x-data-bin': '"AQI=,/w"' },
        cases: 'headers/bin/joined-in-headers',
      },
      {
        clients: ['go-connect'],
        instead: { 'trailers.x-data-bin': '"AQI=,/w"' },
        cases: 'headers/bin/joined-in-trailers',
      },
    ],
  ),
  ...entries(
    'grpcio-refuses-padded-data',
    'grpc core takes any flag of DATA but END_STREAM for a protocol error; RFC 9113, 6.1 has padding, and 4.1 has flags ignored that are not defined',
    [
      {
        clients: GRPCIO,
        instead: {
          code: 'INTERNAL',
          'messages.count': '0',
          'messages[0]': 'absent',
          'observed.facts.resets': 'PROTOCOL_ERROR',
        },
        cases: 'frames/allowed/{padding-of-1,padding-alone,unknown-flags}',
      },
      {
        clients: GRPCIO,
        instead: { code: 'INTERNAL', 'messages.count': '0', 'messages[0]': 'absent' },
        cases: 'official/data_frame_padding',
      },
    ],
  ),
  ...entries(
    'malformed-responses-are-taken',
    `${LENIENT}; 8.1.1: clients MUST NOT accept a malformed response`,
    [
      {
        clients: [...GRPCIO, 'go-grpc', 'go-connect'],
        instead: { code: 'OK' },
        cases: 'headers/malformed/{connection,transfer-encoding,keep-alive}',
      },
      {
        clients: [...GRPCIO, 'go-grpc'],
        instead: { code: 'OK' },
        cases:
          'headers/malformed/{no-http-status,data-before-headers,pseudo-in-trailers,content-length}',
      },
      {
        clients: ['go-grpc'],
        instead: { code: 'OK' },
        cases: 'headers/malformed/{http-status-junk,http-status-empty}',
      },
      {
        clients: GRPCIO,
        instead: { code: 'OK' },
        cases:
          'headers/malformed/{empty-block,http-status-twice,request-pseudo,http-status-behind}',
      },
      {
        clients: [...GRPCIO, 'ts-grpc-js', 'ts-connect'],
        instead: { code: 'OK' },
        cases: 'headers/malformed/line-feed-in-value',
      },
      {
        clients: ['ts-grpc-js', 'ts-connect'],
        instead: { code: 'OK' },
        cases: 'headers/malformed/space-in-name',
      },
    ],
  ),
  ...entries('forbidden-frames-are-taken', LENIENT, [
    {
      clients: [...GRPCIO, 'go-grpc', 'go-connect'],
      instead: { code: 'OK' },
      cases: 'frames/forbidden/{enable-push-of-1,rst-on-an-idle-stream}',
    },
    {
      clients: [...GRPCIO, 'go-grpc'],
      instead: { code: 'OK' },
      cases: 'frames/forbidden/{window-overflow-on-connection,data-on-an-idle-stream}',
    },
    {
      clients: [...GRPCIO, 'go-grpc', 'ts-grpc-js', 'ts-connect'],
      instead: { code: 'OK' },
      cases: 'frames/forbidden/push-promise',
    },
    {
      clients: ['go-grpc'],
      instead: { code: 'OK' },
      cases: 'frames/forbidden/max-frame-size-of-1',
    },
    {
      clients: GRPCIO,
      instead: { code: 'OK' },
      cases:
        'frames/forbidden/{ping-on-a-stream,rst-on-the-connection,data-on-the-connection,headers-on-the-connection}',
    },
  ]),
  ...entries(
    'forbidden-frames-are-taken',
    'the call waits on when its window has overflowed; RFC 9113, 6.9.1: the stream or the connection MUST be ended',
    [
      {
        clients: [...GRPCIO, 'go-grpc', 'go-connect'],
        instead: HANGS,
        cases: 'frames/forbidden/window-overflow',
      },
    ],
  ),
  ...entries(
    'connect-node-needs-seconds-for-a-message-in-many-frames',
    'the client needs a time that grows with the square of the number of frames; gRPC over HTTP/2, "Requests": DATA frame boundaries have no relation to messages',
    [
      {
        clients: ['ts-connect'],
        instead: HANGS,
        cases: 'official/data_frame_padding',
        sometimes: 'some five seconds of its processor, more than the guard where that is busy',
      },
    ],
  ),
];
