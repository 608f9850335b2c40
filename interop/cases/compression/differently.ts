import { deflateSync, gzipSync } from 'node:zlib';
import { Compression } from '../../contract/generated.ts';
import { field, pattern, probe } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import { bad, head } from '../raw/bad-client/request.ts';
import { badServer, HEADERS, part } from '../raw/bad-server/parts.ts';
import { framed, wire } from '../raw/script.ts';
import { ASYMMETRIC, can } from './pairs.ts';

const BODY = 3_000;

/** The codings of the two ways. */
interface Two {
  readonly sent: 'gzip' | 'deflate';
  readonly answered: 'gzip' | 'deflate';
}

const WAYS: readonly Two[] = [
  { sent: 'gzip', answered: 'deflate' },
  { sent: 'deflate', answered: 'gzip' },
];

const VALUES = { gzip: Compression.GZIP, deflate: Compression.DEFLATE } as const;
const PACKS = { gzip: gzipSync, deflate: deflateSync } as const;

function ofClient({ sent, answered }: Two): CaseInit {
  const packed = framed(PACKS[answered](field(1, pattern(BODY, 2))), { flag: 1 });
  const one = badServer({
    id: `wire/client/${sent}-and-${answered}`,
    title: `A client that sends in ${sent} understands a response in ${answered}`,
    source: ASYMMETRIC,
    steps: [wire.headers([...HEADERS, ['grpc-encoding', answered]]), wire.data(packed), part.ok],
    plan: { steps: [step.sendBody(BODY)], compression: VALUES[sent] },
    code: 'OK',
    expect: { messages: [probe.response(BODY, 2)] },
    observed: { facts: { codings: sent } },
  });
  return { ...one, needs: [...(one.needs ?? []), ...can('client', sent, answered)] };
}

/** The request has no plan: a plan's own bytes would have to be packed with it, and an echo is as good. */
function ofServer({ sent, answered }: Two): CaseInit {
  const one = bad({
    id: `wire/server/${sent}-and-${answered}`,
    title: `A server that is told to answer in ${answered} does so for a request in ${sent}`,
    source: ASYMMETRIC,
    fields: head({}, [
      ['grpc-encoding', sent],
      ['grpc-accept-encoding', 'identity,deflate,gzip'],
    ]),
    payload: framed(PACKS[sent](field(2, pattern(BODY))), { flag: 1 }),
    reply: 'OK',
    facts: { codings: answered },
    observed: { seen: true, messages: [probe.request(BODY)] },
  });
  return {
    ...one,
    listen: { compression: VALUES[answered] },
    needs: [
      ...(one.needs ?? []),
      ...can('server', sent, answered),
      'server.compression.asymmetric',
    ],
  };
}

/** Requests in one coding, and responses in another. */
export const differently: readonly CaseInit[] = WAYS.flatMap((two) => [
  ofClient(two),
  ofServer(two),
]);
