import type { CaseInit } from '../../define.ts';
import { bad, EITHER, head, PATHS, SEEN, UNSEEN } from './request.ts';

/** Headers that say which call it is: te, path, method, content type. */

const REQUEST = 'gRPC over HTTP/2, "Requests"';

const te = bad({
  id: 'te/missing',
  title: 'A request without te is answered, or refused as malformed',
  source: `${REQUEST}: TE is there "to detect incompatible proxies"; what a server does without it is not said, so it may refuse it as malformed (RFC 9113, 8.1.1)`,
  fields: head({ te: undefined }),
  reply: ['OK', 'RST_STREAM PROTOCOL_ERROR'],
  observed: EITHER,
});

function path(id: string, path: string, more: readonly string[] = []): CaseInit {
  return bad({
    id: `path/${id}`,
    title: `A request for ${path === '' ? 'an empty path' : path} finds no method`,
    source: `statuscodes.md, "Method not found at server": UNIMPLEMENTED; ${REQUEST}: "Path is case-sensitive"; RFC 9113, 8.3.1: a path starts with "/", or the request is malformed`,
    fields: head({ ':path': path }),
    reply: ['UNIMPLEMENTED', ...more],
    observed: UNSEEN,
  });
}

const paths = [
  path('unknown-method', '/crosswire.probe.v1.Probe/Nothing'),
  path('unknown-service', '/crosswire.probe.v1.Nothing/Unary'),
  path('no-leading-slash', PATHS.unary.slice(1), ['RST_STREAM PROTOCOL_ERROR']),
  path('empty', '', ['RST_STREAM PROTOCOL_ERROR']),
  path('slash', '/'),
  path('service-alone', '/crosswire.probe.v1.Probe'),
  path('method-in-lower-case', '/crosswire.probe.v1.Probe/unary'),
  path('service-in-lower-case', '/crosswire.probe.v1.probe/Unary'),
  path('one-segment-more', `${PATHS.unary}/more`),
  path('trailing-slash', `${PATHS.unary}/`),
];

function method(name: string): CaseInit {
  return bad({
    id: `method/${name.toLowerCase()}`,
    title: `${name} is no gRPC call`,
    source: `${REQUEST}: "Method → :method POST"; RFC 9110, 15.5.6 has 405 for other methods; a gRPC answer is INTERNAL (statuscodes.md: "some invariants expected by the underlying system have been broken")`,
    fields: head({ ':method': name }),
    reply: ['HTTP 405', 'HTTP 405 INTERNAL', 'INTERNAL'],
    observed: UNSEEN,
  });
}

const NO_GRPC = `${REQUEST}: "If Content-Type does not begin with "application/grpc", gRPC servers SHOULD respond with HTTP status of 415"`;

function noGrpc(id: string, type: string | undefined): CaseInit {
  return bad({
    id: `content-type/${id}`,
    title: `Content type ${type ?? '(none)'} is answered with HTTP 415`,
    source: NO_GRPC,
    fields: head({ 'content-type': type }),
    reply: 'HTTP 415',
    observed: UNSEEN,
  });
}

function maybeGrpc(id: string, type: string, refused = 'HTTP 415'): CaseInit {
  return bad({
    id: `content-type/${id}`,
    title: `Content type ${type} is taken, or refused`,
    source: `${REQUEST}: "application/grpc" [("+proto" / "+json" / {custom})]; which of them a server has is left to it, and so are parameters and case (RFC 9110, 8.3.1)`,
    fields: head({ 'content-type': type }),
    reply: ['OK', refused],
    observed: EITHER,
  });
}

const contentTypes = [
  noGrpc('none', undefined),
  noGrpc('text', 'text/plain'),
  noGrpc('bytes', 'application/octet-stream'),
  noGrpc('empty', ''),
  bad({
    id: 'content-type/proto',
    title: 'Content type application/grpc+proto is the same as application/grpc',
    source: `${REQUEST}, "Content-Type"`,
    fields: head({ 'content-type': 'application/grpc+proto' }),
    reply: 'OK',
    observed: SEEN,
  }),
  // A server that has JSON can't parse the bytes of protobuf (statuscodes.md: INTERNAL).
  maybeGrpc('json-codec', 'application/grpc+json', 'INTERNAL'),
  maybeGrpc('custom-codec', 'application/grpc+nothing'),
  maybeGrpc('no-separator', 'application/grpcfoo'),
  maybeGrpc('parameter', 'application/grpc; charset=utf-8'),
  maybeGrpc('upper-case', 'Application/GRPC'),
];

/** What a call is told by. */
export const headers: readonly CaseInit[] = [
  te,
  ...paths,
  ...['GET', 'PUT', 'OPTIONS', 'DELETE', 'post'].map(method),
  ...contentTypes,
];
