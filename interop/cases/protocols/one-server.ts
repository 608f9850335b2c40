import { Payloads } from '../../contract/generated.ts';
import type { Seen, Stage, StagePlan } from '../../contract/stage.ts';
import { PROTOCOLS } from '../../contract/vocabulary.ts';
import { pathOf, type ScenarioInit } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { CONNECT, GRPC_WEB, ON_ANY_HTTP } from './kinds.ts';
import { pair, speaking } from './speaking.ts';

const [UNARY] = KINDS as readonly [Kind];
const SOURCE = `${CONNECT}, "Unary-Request" and "Streaming-Request"; ${GRPC_WEB} and gRPC over HTTP/2, "Content-Type": what is spoken is told by the request`;

/** A client of each protocol at one address, all at once, with errors among them. */
async function three(stage: Stage): Promise<void> {
  const server = await stage.server({ transport: 'h2c' });
  const cell = { ...stage.cell, transport: 'h2c' } as const;
  const calls = PROTOCOLS.flatMap((protocol) =>
    KINDS.flatMap((kind) =>
      [0, 5].map(async (code) => {
        const client = stage.client({ target: server.address });
        const ending = { case: 'status', value: { code, message: protocol } } as const;
        const plan = probePlan(kind, [requests(kind, 1)], { ending });
        const seen = await client.call({ ...speaking(cell, protocol), ...plan });
        const expected = code === 0 ? 'OK' : 'NOT_FOUND';
        return { name: `${protocol} ${kind.id}`, protocol, expected, seen };
      }),
    ),
  );
  for (const { name, protocol, expected, seen } of await Promise.all(calls)) {
    stage.check(`${name} code`, expected, seen.code);
    if (expected !== 'OK') stage.check(`${name} message`, protocol, seen.outcome.message);
    stage.check(`${name} served by`, server.name, seen.server ?? 'none');
  }
}

const DETAIL = {
  typeUrl: 'type.googleapis.com/google.protobuf.Int32Value',
  value: Uint8Array.of(8, 5),
};

/** A detail has a type's name in Connect, and a URL in gRPC-Web; libraries show the one or the other. */
async function details(stage: Stage): Promise<void> {
  const client = await pair(stage);
  for (const kind of ON_ANY_HTTP) {
    const status = { code: 10, message: 'with details', details: [DETAIL, DETAIL] };
    const plan = probePlan(kind, [requests(kind, 1)], {
      ending: { case: 'status', value: status },
    });
    const { code, outcome } = await client.call({ ...speaking(stage.cell), ...plan });
    stage.check(`${kind.id} code`, 'ABORTED', code);
    const shown = outcome.details.map(
      ({ typeUrl, value }) => `${typeUrl.split('/').at(-1)} ${Buffer.from(value).toString('hex')}`,
    );
    const one = 'google.protobuf.Int32Value 0805';
    stage.check(`${kind.id} details`, `${one}, ${one}`, shown.join(', '));
  }
}

/** Everything with a text, whose base64 in a URL is not that in a body. */
const TEXT = Uint8Array.from(Buffer.from('72 06 3f 3e 3f 3e c3 bf'.replaceAll(' ', ''), 'hex'));

/** It shows its handlers the codec of a GET as if it had been a content type. */
const SHOWS_TYPE = 'go-connect';

/** A call by GET, which has no content, and so nothing that says of what type it is. */
async function got(stage: Stage, plan: StagePlan, encoded: Uint8Array): Promise<Seen> {
  const server = await stage.server({ transport: stage.cell.transport });
  const client = stage.client({ target: server.address });
  const payload = { content: { case: 'encoded', value: encoded } } as const;
  const seen = await client.call({
    ...speaking(stage.cell, 'connect'),
    method: pathOf(Payloads.method.peek),
    steps: [{ action: { case: 'send', value: { payload } } }],
    httpGet: true,
    ...plan,
  });
  const hops = await server.observe(seen.callId);
  const typed = hops.some(({ metadata }) => metadata.some(({ name }) => name === 'content-type'));
  if (stage.cell.server !== SHOWS_TYPE)
    stage.check('content-type', 'absent', typed ? 'there' : 'absent');
  return seen;
}

/** By GET in binary, in JSON, and without anything in it. */
async function get(stage: Stage): Promise<void> {
  const empty = new Uint8Array();
  for (const [name, codec, encoded, json] of [
    ['binary', 1, TEXT, '{"stringValue":"?>?>ÿ"}'],
    ['JSON', 2, TEXT, '{"stringValue":"?>?>ÿ"}'],
    ['an empty message in binary', 1, empty, '{}'],
    ['an empty message in JSON', 2, empty, '{}'],
  ] as const) {
    const { code, outcome } = await got(stage, { codec }, encoded);
    stage.check(`${name} code`, 'OK', code);
    const [message] = outcome.messages;
    const found = message === undefined ? 'no message' : JSON.stringify(JSON.parse(message.json));
    stage.check(`${name} message`, json, found);
  }
}

/** Uncompressed it would be too long for a line; compressed it is short. */
async function getCompressed(stage: Stage): Promise<void> {
  const text = Buffer.alloc(4000, 'a');
  const encoded = Uint8Array.from(Buffer.concat([Buffer.from('72a01f', 'hex'), text]));
  const { code, outcome } = await got(stage, { compression: 2 }, encoded);
  stage.check('code', 'OK', code);
  stage.check('length', String(encoded.length), String(outcome.messages[0]?.length));
}

function scenario(
  id: string,
  title: string,
  source: string,
  play: ScenarioInit['scenario'],
  ...needs: string[]
): ScenarioInit {
  const base = { tier: 'protocol', services: [], needs: needsOf(UNARY, ...needs) } as const;
  return { id, title, source, ...base, scenario: play };
}

const GET = `${CONNECT}, "Unary-Get-Request"`;

/** What takes more than one call to see. */
export const scenarios: readonly ScenarioInit[] = [
  scenario(
    'one-server/three-protocols',
    'One listener answers gRPC, gRPC-Web and Connect, in every kind, all at once',
    SOURCE,
    three,
  ),
  scenario(
    'details/every-kind',
    'Details of an error arrive: type and value, in order',
    `${CONNECT}, "Error and EndStreamResponse"; gRPC "Error handling" guide, grpc-status-details-bin`,
    details,
    'server.status-details',
    'client.status-details',
  ),
  scenario(
    'get/messages',
    'A method without side effects is called by GET: binary, JSON, empty',
    GET,
    get,
    'client.http-get',
  ),
  scenario(
    'get/compressed',
    'A compressed message is called by GET',
    `${GET}: "Compression-Query"`,
    getCompressed,
    'client.http-get',
    'client.compression.gzip',
  ),
];
