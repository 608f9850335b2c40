import { create, toBinary } from '@bufbuild/protobuf';
import { TestService } from '../../contract/generated.ts';
import { type CaseInit, pathOf } from '../define.ts';
import { bad, head } from '../raw/bad-client/request.ts';
import { framed } from '../raw/script.ts';
import { described, LARGE } from './parts.ts';

const { method } = TestService;

/** Bodies of server_compressed_streaming, the first of which shall be compressed. */
const BACK = [31_415, 92_653] as const;

const fieldsOf = (path: string) => head({ ':path': path }, [['grpc-accept-encoding', 'gzip']]);

/** A response that shall be compressed, or shall not be. */
function unary(id: string, compressed: boolean): CaseInit {
  const { unaryCall } = method;
  const request = create(unaryCall.input, {
    responseSize: LARGE.back,
    responseCompressed: { value: compressed },
  });
  return bad({
    id: `wire/${id}`,
    title: `A response that shall be ${compressed ? 'compressed' : 'plain'} has the Compressed-Flag ${compressed ? 'set' : 'unset'}`,
    source: described('server_compressed_unary'),
    fields: fieldsOf(pathOf(unaryCall)),
    payload: framed(toBinary(unaryCall.input, request)),
    reply: 'OK',
    facts: { codings: compressed ? 'gzip' : 'plain' },
    observed: { seen: true },
    needs: [compressed ? 'server.compression.gzip' : 'server.leave-plain'],
  });
}

function stream(): CaseInit {
  const { streamingOutputCall } = method;
  const request = create(streamingOutputCall.input, {
    responseParameters: BACK.map((size, at) => ({ size, compressed: { value: at === 0 } })),
  });
  return bad({
    id: 'wire/stream',
    title: 'Of two responses the one that shall be compressed has the Compressed-Flag set',
    source: described('server_compressed_streaming'),
    kind: 'server-stream',
    fields: fieldsOf(pathOf(streamingOutputCall)),
    payload: framed(toBinary(streamingOutputCall.input, request)),
    reply: 'OK',
    facts: { codings: 'gzip, plain' },
    observed: { seen: true },
    needs: ['server.compress-per-message'],
  });
}

/** What the suite's cases of compression want of a server, as the raw client sees it on the wire. */
export const onTheWire: readonly CaseInit[] = [
  unary('unary-compressed', true),
  unary('unary-plain', false),
  stream(),
];
