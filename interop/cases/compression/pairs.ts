import { Compression } from '../../contract/generated.ts';
import { probe, repeat } from '../bytes.ts';
import { type CaseInit, type StepInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan } from '../kinds.ts';

const COMPRESSION = 'grpc/grpc doc/compression.md';

/** A body that repeats, and so is worth compressing. */
const BODY = 3_000;

/** A coding that both sides are to be told of, and what a side must be able to do for it. */
export interface Coding {
  readonly id: 'identity' | 'gzip' | 'deflate';
  readonly value: Compression;
}

export const CODINGS: readonly Coding[] = [
  { id: 'identity', value: Compression.IDENTITY },
  { id: 'gzip', value: Compression.GZIP },
  { id: 'deflate', value: Compression.DEFLATE },
];

/** What a side needs for a coding; identity everybody has. */
export function can(side: 'client' | 'server', ...ids: readonly Coding['id'][]): string[] {
  return ids.filter((id) => id !== 'identity').map((id) => `${side}.compression.${id}`);
}

/** Two messages where the kind lets them be. */
const count = (many: boolean) => (many ? 2 : 1);

/** One call in which each side sends so, or as it likes. */
function call(kind: Kind, client?: Coding, server?: Coding): Omit<CaseInit, 'id' | 'title'> {
  const [asked, answered] = [count(kind.manyRequests), count(kind.manyResponses)];
  const reads = kind.manyRequests ? [step.drain()] : [];
  return {
    source: COMPRESSION,
    tier: 'pairs',
    needs: needsOf(
      kind,
      ...can('client', ...(client ? [client.id] : [])),
      ...can('server', ...(server ? [server.id] : [])),
    ),
    plan: {
      ...probePlan(kind, [step.sendBody(BODY, 1, asked)], {
        steps: [...reads, step.sendBody(BODY, 2, answered)],
      }),
      ...(client && { compression: client.value }),
    },
    ...(server && { listen: { compression: server.value } }),
    expect: {
      code: 'OK',
      messages: repeat(answered, probe.response(BODY, 2)),
      observed: { seen: true, messages: repeat(asked, probe.request(BODY, 1)) },
    },
  };
}

const alone = KINDS.flatMap((kind) =>
  CODINGS.flatMap((coding): CaseInit[] => [
    {
      ...call(kind, coding),
      id: `${kind.id}/client-${coding.id}`,
      title: `A server understands requests of a ${kind.id} call in ${coding.id}`,
      ...(coding.id === 'identity' && { issue: 'grpc-go#1654' }),
      ...(coding.id === 'gzip' && { issue: 'lightningnetwork/lnd#2512' }),
    },
    {
      ...call(kind, undefined, coding),
      id: `${kind.id}/server-${coding.id}`,
      title: `A client understands responses of a ${kind.id} call in ${coding.id}`,
    },
  ]),
);

const [IDENTITY, GZIP, DEFLATE] = CODINGS as readonly [Coding, Coding, Coding];

export const ASYMMETRIC = `${COMPRESSION}: "It also allows for asymmetric compression communication, whereby a response MAY be compressed differently, if at all"`;

const MIXTURES = [
  [GZIP, GZIP],
  [DEFLATE, DEFLATE],
  [GZIP, IDENTITY],
  [IDENTITY, GZIP],
] as const;

const together = KINDS.filter(({ id }) => id === 'unary' || id === 'bidi-stream').flatMap((kind) =>
  MIXTURES.map(
    ([client, server]): CaseInit => ({
      ...call(kind, client, server),
      id: `${kind.id}/${client.id}-and-${server.id}`,
      title: `Requests in ${client.id} and responses in ${server.id} go together in a ${kind.id} call`,
      source: ASYMMETRIC,
    }),
  ),
);

/** A message written otherwise than those of its channel. */
export function plainly(size: number, seed: number): StepInit {
  const sent = step.sendBody(size, seed);
  if (sent.action?.case !== 'send') return sent;
  const value = { ...sent.action.value, compression: Compression.IDENTITY };
  return { action: { case: 'send', value } };
}

const BIDI = KINDS[3] as Kind;
const PLAIN = `${COMPRESSION}, "Specific Disabling of Compression": "the next message MUST be sent uncompressed. … This applies to both the unary and streaming cases"`;

const mixed: readonly CaseInit[] = [
  {
    id: 'mixed/requests',
    title: 'Compressed and plain requests follow one another in a stream',
    source: PLAIN,
    tier: 'pairs',
    needs: needsOf(BIDI, ...can('client', 'gzip'), 'client.compress-per-message'),
    plan: {
      ...probePlan(BIDI, [step.sendBody(BODY, 1), plainly(BODY, 2), step.sendBody(BODY, 3)], {
        steps: [step.drain(), step.sendBody(4, 1)],
      }),
      compression: Compression.GZIP,
    },
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      observed: { seen: true, messages: [1, 2, 3].map((seed) => probe.request(BODY, seed)) },
    },
  },
  {
    id: 'mixed/responses',
    title: 'Compressed and plain responses follow one another in a stream',
    source: PLAIN,
    needs: needsOf(BIDI, ...can('server', 'gzip'), 'server.compress-per-message'),
    listen: { compression: Compression.GZIP },
    plan: probePlan(BIDI, [step.sendBody(3)], {
      steps: [step.drain(), step.sendBody(BODY, 1), plainly(BODY, 2), step.sendBody(BODY, 3)],
    }),
    expect: {
      code: 'OK',
      messages: [1, 2, 3].map((seed) => probe.response(BODY, seed)),
      observed: { seen: true, messages: [probe.request(3)] },
    },
  },
  ...(['client', 'server'] as const).map(
    (side): CaseInit => ({
      id: `empty/${side}`,
      title: `A message of no bytes comes from a ${side} that compresses`,
      source:
        'gRPC over HTTP/2, "Length-Prefixed-Message": a message may be empty, compressed or not',
      tier: 'pairs',
      needs: needsOf(BIDI, ...can(side, 'gzip')),
      ...(side === 'server' && { listen: { compression: Compression.GZIP } }),
      plan: {
        method: BIDI.method,
        steps: [step.sendBody(0, 0, 2), step.sendBody(BODY)],
        ...(side === 'client' && { compression: Compression.GZIP }),
      },
      expect: {
        code: 'OK',
        messages: [...repeat(2, probe.response(0)), probe.response(BODY)],
        observed: {
          seen: true,
          messages: [...repeat(2, probe.request(0)), probe.request(BODY)],
        },
      },
    }),
  ),
];

/** Compression between libraries, which must understand one another whatever they choose. */
export const pairs: readonly CaseInit[] = [...alone, ...together, ...mixed];
