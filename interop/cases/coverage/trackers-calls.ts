import { because, type Row, row } from './row.ts';

/** Threads about how calls begin and end. */
const endings: readonly Row[] = [
  row(
    'RST_STREAM with code 0 becomes INTERNAL in a grpc-js client',
    'grpc-node#1532',
    'bad-server/rst/**',
  ),
  row(
    'A cancellation reaches the server as INTERNAL_ERROR from connect-node',
    'connect-es#552',
    'cancellation/*/during',
    'protocols/cancellation/**',
  ),
  row(
    'A response without a status counts as a good one in connect-node',
    'connect-es#1205',
    'bad-server/status/missing/**',
  ),
  row(
    'A unary response without trailers is OK for connect-go',
    'connect-go#279',
    'bad-server/status/missing/trailers-without-it',
    'bad-server/status/missing/data-that-ends-the-stream',
  ),
  row(
    'The code of a Trailers-Only response becomes UNKNOWN between connect-node and .NET',
    'connect-es#1161',
    'bad-server/messages/*/trailers-only-not-found',
    'bad-server/status/trailers-only/**',
  ),
  row(
    'An HTTP error with a body is no more than a reset for grpc-js',
    'grpc-node#2722',
    'bad-server/http/html/*',
  ),
  row(
    "The server's reset at the deadline comes before the client's own timer",
    'grpc-go#2211',
    'deadline/*/exceeded',
    'deadline/*/one-millisecond',
    'official/timeout-on-sleeping-server',
  ),
  row(
    'A code that is none: Go hands 1111 on, Python makes UNKNOWN of it',
    'grpc#13321',
    'status/*/no-code/*',
    'bad-server/status/*/1111',
    'bad-server/status/*/{17,99}',
  ),
  row(
    'grpc-go read a grpc-status that is no number as INTERNAL',
    'grpc-go#8735',
    'bad-server/status/*/abc',
    'bad-server/status/*/trailing-letters',
  ),
  row(
    'A second response of a unary call hangs a grpc-js client',
    'grpc-node#2768, grpc-go#7286',
    'bad-server/messages/*/{0,2}-replies',
  ),
  row(
    'An exception in a handler ends the process in Node',
    'grpc-node#290',
    'exceptions/*/{native-error,later,panic}',
    'exceptions/next-call/after-{error,later}',
  ),
  row(
    'A panic in a handler ends a grpc-go server',
    'grpc-go#441',
    'exceptions/*/panic',
    'exceptions/next-call/after-panic',
  ),
  row(
    'A grpcio handler that returns None',
    'grpc#42377',
    'exceptions/*/return-nothing',
    'exceptions/*/status-and-message',
  ),
  row(
    'Code after abort goes on in a synchronous handler on asyncio',
    'grpc#37518',
    'exceptions/*/go-on',
    'exceptions/next-call/after-go-on',
  ),
  because(
    "No handler is shared by the two: to connect-go it is an error that isn't its own, and of those there are cases",
    row(
      'A connect-go handler that returns an error of grpc-go ends UNKNOWN',
      'multigres/multigres#1212',
      'exceptions/*/native-error',
    ),
  ),
  row(
    'A client loses what a server said early: an early OK is CANCELLED for Python',
    'grpc#29615',
    'streams/early/**',
  ),
  row(
    'A grpc-js stream that was answered early never drains',
    'grpc-node#1664',
    'streams/early/**',
    'bad-server/rst/after-the-end/*',
  ),
  row(
    'cancelled() is false in the done callback on asyncio',
    'grpc#36193',
    'cancellation/*/{during,after-first-response}',
  ),
  row(
    "A parent's deadline was not handed on by grpc-js",
    'grpc-node#1542',
    'deadline/propagation/**',
  ),
  row('connect-go took a negative timeout', 'connect-go#982', 'bad-client/timeout/**'),
];

/** Threads about statuses' texts and details, and about metadata. */
const fields: readonly Row[] = [
  row(
    'A status message is not percent-decoded',
    'grpc/grpc-web#425',
    'status/message/*',
    'official/special-status-message',
    'protocols/message/**',
  ),
  row('grpc-node has no API for typed details', 'grpc-node#184', 'status/details/**'),
  row('Trailers of an error are lost', 'connect-es#1476', 'status/*/with-trailers/*'),
  row(
    'A text is split at its comma by grpc-js',
    'grpc-node#1412',
    'metadata/value/comma{,/*}',
    'bad-client/metadata/comma',
  ),
  row(
    'Padding of base64 differs',
    'grpc-go#1209',
    'bad-client/metadata/bin-*',
    'bad-server/headers/bin/*',
  ),
  row(
    'grpc-go wants bytes where connect-go wants base64',
    'connectrpc/conformance#689',
    'metadata/value/{every-byte,ends-of-bytes}{,/*}',
  ),
  row(
    'A value that is not allowed fails the call in Go, and is replaced in Java',
    'grpc/grpc-java#11679',
    'metadata/invalid/**',
  ),
  row('A user-agent can not be set in grpc-js', 'grpc-node#1668', 'metadata/reserved/**'),
  row(
    "An error's metadata come in trailers from connect-go, and in headers from others",
    'connect-go#850',
    'metadata/*/{error,trailers-only}',
    'status/*/with-trailers/*',
  ),
  row(
    'A status message of 18 KB is RESOURCE_EXHAUSTED for grpcio',
    'grpc#37852',
    'status/*/message-of-*',
    'metadata/size/**',
  ),
  row(
    'grpc_status raises where details and status disagree',
    'grpcio, grpc_status/rpc_status.py',
    'status/details/contradiction/**',
  ),
];

/** Threads about names and about what messages hold. */
const messages: readonly Row[] = [
  row(
    'Old Node writes a method of small letters with a capital one',
    'grpc#4706',
    'orders/create-order',
    'bad-client/path/method-in-lower-case',
  ),
  because(
    'The name of a method is on the wire as the schema has it, whatever the stub calls it; ts-proto is no peer here',
    row(
      'Generators disagree on the names of stubs, APIKeys and ApiKeys',
      'stephenh/ts-proto#698',
      'payload/name/*',
      'orders/create-order',
    ),
  ),
  row(
    'A 64-bit number loses digits in JavaScript',
    'grpc/grpc-web#1229',
    'payload/number/*int64*/*',
    'payload/number/*fixed64*/*',
    'protocols/content/*/{int64-ends,uint64-ends,beyond-double}',
  ),
  row(
    'An unknown enum value is undefined in protobuf.js',
    'protobufjs/protobuf.js#1700',
    'payload/enum/*',
    'payload/map/unknown-enum',
  ),
  row(
    'A map entry without its key or value breaks protobuf.js',
    'protobufjs/protobuf.js#960',
    'payload/map/default-*',
    'payload/*/odd/map/*',
    'orders/map/*',
  ),
  row(
    'Minus zero is left out by protobuf-es',
    'bufbuild/protobuf-es#1443',
    'payload/number/*/minus-zero',
    'payload/number/*/nan',
  ),
  row(
    'An infinite number in a Struct is a string in JSON of Python',
    'protocolbuffers/protobuf#11259',
    'payload/value/*',
    'payload/number/*/infinity',
  ),
  row('Go writes a string that is no UTF-8', 'golang/protobuf#484', 'payload/*/broken/utf-8/*'),
  because(
    'Generated code is made anew and compared in every test, and versions are locked: a wrong pair can not be installed',
    row(
      'Generated Python does not load with another version of protobuf',
      'grpc#39912',
      'scripts/check/check.test.ts',
    ),
  ),
];

export const CALLS: readonly Row[] = [...endings, ...fields, ...messages];
