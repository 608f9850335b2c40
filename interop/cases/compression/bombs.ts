import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { Probe } from '../../contract/generated.ts';
import type { Stage, StagePlan } from '../../contract/stage.ts';
import { varint } from '../bytes.ts';
import { pathOf, type ScenarioInit, step } from '../define.ts';
import { head, LIMIT_MS } from '../raw/bad-client/request.ts';
import { HEADERS, part } from '../raw/bad-server/parts.ts';
import { framed, wire } from '../raw/script.ts';

const SOURCE =
  'statuscodes.md: "Sent or received message was larger than configured limit" is RESOURCE_EXHAUSTED; a limit that comes to bear once all is unpacked protects nobody';

const MIB = 1024 * 1024;
/** What a bomb unpacks to, in MiB; packed it is a thousandth of that. */
const UNPACKED = 256;
/** The receiver's limit. */
const LIMITS = { maxReceiveMessageBytes: MIB };
/**
 * By how much a process may grow meanwhile, in MiB: half of what the bomb unpacks to. Generous, since collectors let
 * garbage lie; one that unpacks all holds twice as much at the least.
 */
const GROWTH = UNPACKED / 2;
const LOOK_MS = 10;

/** A Probe message with that body: field 2 of requests, 1 of responses; packed in pieces, so that nobody holds it whole. */
async function packed(number: 1 | 2): Promise<Uint8Array> {
  const gzip = createGzip({ level: 9 });
  const whole = buffer(gzip);
  gzip.write(Buffer.concat([varint(number * 8 + 2), varint(UNPACKED * MIB)]));
  const piece = Buffer.alloc(MIB);
  for (let count = 0; count < UNPACKED; count++) {
    if (!gzip.write(piece)) await once(gzip, 'drain');
  }
  gzip.end();
  return framed(await whole, { flag: 1 });
}

const made = new Map<1 | 2, Promise<Uint8Array>>();

/** The bomb, made when it is first needed. */
function bomb(number: 1 | 2): Promise<Uint8Array> {
  const known = made.get(number) ?? packed(number);
  made.set(number, known);
  return known;
}

type Memory = () => Promise<{ readonly rssBytes: bigint }>;

/** Wants that a process stays small while something happens. */
async function smallDuring<T>(stage: Stage, memory: Memory, happens: Promise<T>): Promise<T> {
  happens.catch(() => undefined); // told where it is awaited
  const before = (await memory()).rssBytes;
  let most = before;
  let over = false;
  const look = async () => {
    const { rssBytes } = await memory();
    if (rssBytes > most) most = rssBytes;
  };
  const ended = happens.finally(() => {
    over = true;
  });
  ended.catch(() => undefined);
  while (!over) {
    await look();
    await Promise.race([stage.sleep(LOOK_MS), ended]);
  }
  await look();
  const grown = Number((most - before) / BigInt(MIB));
  stage.note(`grew by ${grown} MiB`);
  const [limit, actual] = [`at most ${GROWTH} MiB`, `more than ${GROWTH} MiB`];
  stage.check('growth', limit, grown <= GROWTH ? limit : actual);
  return ended;
}

async function atServer(stage: Stage): Promise<void> {
  const payload = await bomb(2);
  const server = await stage.server({ limits: LIMITS, apart: true });
  const client = stage.client({ target: server.address });
  const raw = (bytes: Uint8Array, more: readonly (readonly [string, string])[]): StagePlan => ({
    raw: {
      steps: [
        wire.headers(head({ 'crosswire-call-id': undefined }, more), { stream: 'new' }),
        wire.data(bytes, { endStream: true }),
        wire.awaitEnd(undefined, 2 * LIMIT_MS),
      ],
    },
  });
  await client.call(raw(framed(new Uint8Array()), []));
  const seen = await smallDuring(
    stage,
    () => server.stats(),
    client.call(raw(payload, [['grpc-encoding', 'gzip']])),
  );
  stage.check('code', 'RESOURCE_EXHAUSTED', seen.code);
}

const CALL: StagePlan = { method: pathOf(Probe.method.unary), steps: [step.sendBody(3)] };

async function atClient(stage: Stage): Promise<void> {
  const payload = await bomb(1);
  const explode = [
    wire.awaitEnd(),
    wire.headers([...HEADERS, ['grpc-encoding', 'gzip']]),
    wire.data(payload),
    part.ok,
  ];
  const plain = [wire.awaitEnd(), part.headers, part.message, part.ok];
  const server = await stage.raw([{ calls: [{ steps: plain }, { steps: explode }] }]);
  const client = stage.client({ target: server.address, channel: { limits: LIMITS } });
  stage.check('call before it', 'OK', (await client.call(CALL)).code);
  const seen = await smallDuring(stage, () => stage.clientStats(), client.call(CALL));
  stage.check('code', 'RESOURCE_EXHAUSTED', seen.code);
}

const SHARED = { source: SOURCE, services: [] } as const;

/** Messages of some 260 KB that unpack to 256 MiB. */
export const bombs: readonly ScenarioInit[] = [
  {
    ...SHARED,
    id: 'bomb/server',
    heavy: true,
    title: 'A request that unpacks to far more than the limit is refused before it is unpacked',
    tier: 'raw-client',
    needs: ['client.raw', 'server.unary'],
    scenario: atServer,
  },
  {
    ...SHARED,
    id: 'bomb/client',
    heavy: 'alone',
    title: 'A response that unpacks to far more than the limit is refused before it is unpacked',
    tier: 'raw-server',
    needs: ['client.unary'],
    scenario: atClient,
  },
];
