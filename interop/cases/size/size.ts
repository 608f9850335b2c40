import { probe } from '../bytes.ts';
import { type CaseInit, step, suite } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan } from '../kinds.ts';
import { together } from './connection.ts';
import { defaults } from './defaults.ts';
import { huge } from './huge.ts';
import { bodyOfFramed } from './lengths.ts';
import { limits } from './limits.ts';

const [UNARY, SERVER, CLIENT, BIDI] = KINDS as readonly [Kind, Kind, Kind, Kind];

const SOURCE =
  'gRPC over HTTP/2, "Length-Prefixed-Message" and "Data frames": "DATA frame boundaries have no relation to Length-Prefixed-Message boundaries"; RFC 9113, 4.2 (frames of 16,384) and 6.9.2 (windows of 65,535)';

/** What fills a frame, a window, or just not: bytes of DATA with the prefix. */
const EDGES = [16_383, 16_384, 16_385, 65_534, 65_535, 65_536, 131_071] as const;
const EDGE_BODIES = EDGES.map(bodyOfFramed);

interface Size {
  readonly id: string;
  readonly what: string;
  readonly body: number;
}

const SIZES: readonly Size[] = [
  ...[0, 1, 5, 125, 126, 127, 128, 255].map((body) => ({
    ...{ id: `body-${body}`, what: `a body of ${body} bytes`, body },
  })),
  ...EDGES.map((size) => ({
    ...{ id: `data-${size}`, what: `${size} bytes of DATA`, body: bodyOfFramed(size) },
  })),
];

function echo({ id, what, body }: Size): CaseInit {
  return {
    id: `echo/${id}`,
    title: `A message with ${what} comes whole, and back`,
    source: SOURCE,
    needs: needsOf(UNARY),
    plan: { method: UNARY.method, steps: [step.sendBody(body, 3)] },
    expect: {
      code: 'OK',
      messages: [probe.response(body, 3)],
      observed: { seen: true, messages: [probe.request(body, 3)] },
    },
  };
}

/** All edges on one stream, so that each begins where the one before left its frames and windows. */
const ROW = EDGE_BODIES.map((body) => step.sendBody(body, 5));

const rows: readonly CaseInit[] = [
  {
    id: 'row/client-stream',
    title: 'Requests that fill frames and windows, one after the other, arrive whole',
    source: SOURCE,
    needs: needsOf(CLIENT),
    plan: probePlan(CLIENT, [step.sendBody(0), ...ROW], {
      steps: [step.drain(), step.sendBody(4, 1)],
    }),
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      observed: {
        seen: true,
        messages: [probe.request(0), ...EDGE_BODIES.map((body) => probe.request(body, 5))],
      },
    },
  },
  {
    id: 'row/server-stream',
    title: 'Responses that fill frames and windows, one after the other, arrive whole',
    source: SOURCE,
    needs: needsOf(SERVER),
    plan: probePlan(SERVER, [step.sendBody(3)], { steps: ROW }),
    expect: {
      code: 'OK',
      messages: EDGE_BODIES.map((body) => probe.response(body, 5)),
      observed: { seen: true, messages: [probe.request(3)] },
    },
  },
  {
    id: 'row/bidi-stream',
    title: 'Messages that fill frames and windows go both ways in one call',
    source: SOURCE,
    needs: needsOf(BIDI),
    plan: { method: BIDI.method, steps: ROW },
    expect: {
      code: 'OK',
      messages: EDGE_BODIES.map((body) => probe.response(body, 5)),
      observed: { seen: true, messages: EDGE_BODIES.map((body) => probe.request(body, 5)) },
    },
  },
];

/** From no bytes to 64 MB, and the limits of each side. */
export const size = suite('size', [
  ...SIZES.map(echo),
  ...rows.map((one): CaseInit => ({ ...one, tier: 'pairs' })),
  ...limits,
  ...together,
  ...defaults,
  ...huge,
]);
