import type { ExpectedMetadatum } from '../../contract/case.ts';
import { CODES } from '../../contract/code.ts';
import type { Stage } from '../../contract/stage.ts';
import { probe } from '../bytes.ts';
import { type CaseInit, type ScenarioInit, step } from '../define.ts';
import { type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { CONNECT, GRPC_WEB, ON_ANY_HTTP } from './kinds.ts';
import { pair, speaking } from './speaking.ts';

const SOURCE = `${CONNECT}, "Leading-Metadata" and "Prefixed-Trailing-Metadata"; ${GRPC_WEB}, "Message framing"`;

/** Of a length that base64 pads, which it may be sent without. */
const BYTES = Uint8Array.of(0, 255, 44, 128);

function named(prefix: string): readonly ExpectedMetadatum[] {
  return [
    { name: `${prefix}-text`, values: ['a text, with a comma'] },
    { name: `${prefix}-bytes-bin`, values: [BYTES] },
    { name: `${prefix}-empty-bin`, values: [new Uint8Array()] },
    { name: `${prefix}-twice`, values: ['second', 'first'], mayJoin: true },
  ];
}

function sent(metadata: readonly ExpectedMetadatum[]) {
  return metadata.flatMap(({ name, values }) =>
    values.map((value) => ({ name, value: Uint8Array.from(Buffer.from(value)) })),
  );
}

const [REQUEST, HEADERS, TRAILERS] = [named('x-sent'), named('x-head'), named('x-trail')];

/** Requests and one response, so that headers, messages and trailers are all there. */
function exchange(kind: Kind) {
  return [...(kind.manyRequests ? [step.drain()] : []), step.sendBody(4, 1)];
}

function request(kind: Kind): CaseInit {
  return {
    id: `metadata/${kind.id}/request`,
    title: `Metadata of a ${kind.id} request reach the server`,
    source: SOURCE,
    tier: 'protocol',
    needs: needsOf(kind),
    plan: {
      ...probePlan(kind, [requests(kind, 1)], { steps: exchange(kind) }),
      metadata: sent(REQUEST),
    },
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      observed: { seen: true, metadata: REQUEST },
    },
  };
}

function response(kind: Kind): CaseInit {
  return {
    id: `metadata/${kind.id}/response`,
    title: `Headers and trailers of a ${kind.id} response reach the client, each as what it is`,
    source: SOURCE,
    tier: 'protocol',
    needs: needsOf(kind),
    plan: probePlan(kind, [requests(kind, 1)], {
      steps: [step.sendHeaders(sent(HEADERS)), ...exchange(kind)],
      ending: { case: 'status', value: { trailers: sent(TRAILERS) } },
    }),
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      headers: HEADERS,
      trailers: TRAILERS,
      observed: { seen: true },
    },
  };
}

function ofAnError(kind: Kind): CaseInit {
  return {
    id: `metadata/${kind.id}/error`,
    title: `Trailers of a ${kind.id} call that fails reach the client`,
    source: `${SOURCE}; in a unary call of Connect they are headers of the error's response`,
    tier: 'protocol',
    needs: needsOf(kind),
    plan: probePlan(kind, [requests(kind, 1)], {
      ending: {
        case: 'status',
        value: { code: CODES.ABORTED, message: 'with trailers', trailers: sent(TRAILERS) },
      },
    }),
    expect: {
      code: 'ABORTED',
      message: 'with trailers',
      messages: [],
      trailers: TRAILERS,
      observed: { seen: true },
    },
  };
}

/** Metadata, of requests, of responses and of errors. */
export const metadataCases: readonly CaseInit[] = ON_ANY_HTTP.flatMap((kind) => [
  request(kind),
  response(kind),
  ...(kind.id === 'unary' ? [] : [ofAnError(kind)]),
]);

const UNARY = ON_ANY_HTTP.filter((kind) => kind.id === 'unary');

/** The metadata of a unary error are headers of its one response; with the prefix `trailer-` they are trailers as well. */
async function ofUnaryError(stage: Stage): Promise<void> {
  const client = await pair(stage);
  const [kind] = UNARY as [Kind];
  const status = { code: CODES.ABORTED, message: 'with metadata', trailers: sent(TRAILERS) };
  const plan = probePlan(kind, [requests(kind, 1)], { ending: { case: 'status', value: status } });
  const { code, outcome } = await client.call({ ...speaking(stage.cell), ...plan });
  stage.check('code', 'ABORTED', code);
  for (const { name, values } of TRAILERS) {
    const [trailing, leading] = [outcome.trailers, outcome.headers].map((all) =>
      all.filter((one) => one.name === name).map(({ value }) => hex(value)),
    );
    const found = trailing?.length ? trailing : (leading ?? []);
    const expected = values.map((value) => hex(Buffer.from(value)));
    stage.check(name, expected.join(COMMA), found.join(COMMA));
  }
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
/** Several may come as one, joined like this. */
const COMMA = hex(Buffer.from(', '));

/** Of a unary error it is not said which of its metadata lead and which trail. */
export const unaryError: ScenarioInit = {
  id: 'metadata/unary/error',
  title: 'Metadata of a unary error reach the client, as headers or as trailers',
  source: `${CONNECT}, "Unary-Response-Headers": leading and prefixed trailing metadata in one block`,
  tier: 'protocol',
  services: [],
  needs: needsOf(UNARY[0] as Kind),
  scenario: ofUnaryError,
};
