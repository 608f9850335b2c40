import type { PlanCase } from '../../contract/case.ts';
import { Compression } from '../../contract/generated.ts';
import { probe } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan } from '../kinds.ts';
import { bodyOfEncoded } from './lengths.ts';

const SOURCE =
  'statuscodes.md: "Sent or received message was larger than configured limit" is RESOURCE_EXHAUSTED; the limit is on the encoded message, without its prefix (gRPC over HTTP/2, "Message-Length")';

/** The limit, in bytes of the encoded message. */
export const LIMIT = 1_000;
const EXACT = bodyOfEncoded(LIMIT);

/** Whose limit it is, and on what. */
interface Side {
  readonly id: 'server-receives' | 'server-sends' | 'client-receives' | 'client-sends';
  readonly what: string;
  readonly limit: 'maxReceiveMessageBytes' | 'maxSendMessageBytes';
}

const SIDES: readonly Side[] = [
  { id: 'server-receives', what: 'a server takes', limit: 'maxReceiveMessageBytes' },
  { id: 'server-sends', what: 'a server sends', limit: 'maxSendMessageBytes' },
  { id: 'client-receives', what: 'a client takes', limit: 'maxReceiveMessageBytes' },
  { id: 'client-sends', what: 'a client sends', limit: 'maxSendMessageBytes' },
];

/** A listener or a channel of the case's own, with the limit. */
function limited({ id, limit }: Side, bytes = LIMIT): Pick<PlanCase, 'listen' | 'tier'> & object {
  const ofServer = id.startsWith('server');
  return { tier: 'pairs', ...(ofServer && { listen: { limits: { [limit]: bytes } } }) };
}

function channelOf({ id, limit }: Side, bytes = LIMIT) {
  return id.startsWith('client') ? { channel: { limits: { [limit]: bytes } } } : {};
}

/** One message with this body that the side has to do with. */
function planOf(kind: Kind, side: Side, body: number) {
  if (side.id === 'server-receives' || side.id === 'client-sends') {
    return { method: kind.method, steps: [step.sendBody(body)] }; // an echo: no plan makes it longer
  }
  const reads = kind.manyRequests ? [step.drain()] : [];
  return probePlan(kind, [step.sendBody(3)], { steps: [...reads, step.sendBody(body)] });
}

function exact(kind: Kind, side: Side): CaseInit {
  const request = side.id === 'server-receives' || side.id === 'client-sends' ? EXACT : 3;
  return {
    id: `limit/${kind.id}/${side.id}/exact`,
    title: `What ${side.what} in a ${kind.id} call may be as large as its limit`,
    source: SOURCE,
    needs: needsOf(kind),
    ...limited(side),
    plan: { ...planOf(kind, side, EXACT), ...channelOf(side) },
    expect: {
      code: 'OK',
      messages: [probe.response(EXACT)],
      observed: { seen: true, messages: [probe.request(request)] },
    },
  };
}

function over(kind: Kind, side: Side): CaseInit {
  const [seen, messages] = side.id.startsWith('client-receives') ? [true, [probe.request(3)]] : [];
  return {
    id: `limit/${kind.id}/${side.id}/one-more`,
    title: `One byte more than ${side.what} in a ${kind.id} call is RESOURCE_EXHAUSTED`,
    source: SOURCE,
    needs: needsOf(kind),
    ...limited(side),
    plan: { ...planOf(kind, side, EXACT + 1), ...channelOf(side) },
    expect: {
      code: 'RESOURCE_EXHAUSTED',
      messages: [],
      observed: { seen: seen ?? 'either', ...(messages && { messages }) },
    },
  };
}

/** Compressed to less than the limit, and larger than it all the same: bytes that repeat. */
function unpacked(side: Side, body: number): CaseInit {
  const { id } = side;
  const [exactly, [unary]] = [body === EXACT, KINDS as [Kind]];
  const server = id === 'client-receives' ? { compression: Compression.GZIP } : {};
  return {
    id: `limit/unary/${id}/gzip-${exactly ? 'exact' : 'over'}`,
    title: exactly
      ? `What ${side.what} may be as large as its limit once it is unpacked`
      : `What ${side.what} is RESOURCE_EXHAUSTED where it is small only as long as it is packed`,
    source: `${SOURCE}; a limit that looks at packed messages alone would hold no bomb`,
    needs: needsOf(
      unary,
      id === 'client-receives' ? 'server.compression.gzip' : 'client.compression.gzip',
    ),
    ...limited(side),
    ...(id === 'client-receives' && { listen: { compression: Compression.GZIP } }),
    plan: {
      ...planOf(unary, side, body),
      ...channelOf(side),
      ...(id === 'server-receives' && { compression: Compression.GZIP }),
      ...(id === 'client-receives' && {
        serverPlan: { steps: [step.sendBody(body)], ...server },
      }),
    },
    expect: exactly
      ? { code: 'OK', messages: [probe.response(body)], observed: { seen: true } }
      : { code: 'RESOURCE_EXHAUSTED', messages: [], observed: { seen: 'either' } },
  };
}

/** Well over the limit, and some 300 bytes in gzip. */
const OVER = 20_000;

const packed = SIDES.filter(({ id }) => id.endsWith('receives')).flatMap((side) => [
  unpacked(side, EXACT),
  unpacked(side, OVER),
]);

/** Each side's limits, exact to the byte. */
export const limits: readonly CaseInit[] = [
  ...KINDS.flatMap((kind) => SIDES.flatMap((side) => [exact(kind, side), over(kind, side)])),
  ...packed,
];
