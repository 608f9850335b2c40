import { CODE_NAMES, CODES, type CodeName } from '../../contract/code.ts';
import { probe } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';

const SOURCE =
  'gRPC over HTTP/2, "Trailers": Status, Status-Message and Custom-Metadata, whatever the status; statuscodes.md: a status set by the server reaches the client as it is';
const [UNARY] = KINDS as readonly [Kind];

const TRAILERS = [
  { name: 'x-trail', values: ['with the status'] },
  { name: 'x-trail-bin', values: [Uint8Array.of(0, 255)] },
] as const;

const sent = TRAILERS.flatMap(({ name, values }) =>
  values.map((value) => ({ name, value: Uint8Array.from(Buffer.from(value)) })),
);

function withTrailers(code: CodeName): CaseInit {
  const isOk = code === 'OK';
  const message = isOk ? '' : `${code} with trailers`;
  return {
    id: `unary/with-trailers/${code.toLowerCase().replaceAll('_', '-')}`,
    title: `Trailers reach the client beside ${code}`,
    source: SOURCE,
    tier: 'pairs',
    needs: needsOf(UNARY),
    plan: probePlan(UNARY, [requests(UNARY, 1)], {
      steps: isOk ? [step.sendBody(4, 1)] : [],
      ending: { case: 'status', value: { code: CODES[code], message, trailers: sent } },
    }),
    expect: {
      code,
      ...(isOk ? {} : { message }),
      messages: isOk ? [probe.response(4, 1)] : [],
      trailers: TRAILERS,
      observed: { seen: true },
    },
  };
}

/** Trailers beside every status, OK too. */
export const TRAILER_CASES: readonly CaseInit[] = CODE_NAMES.map(withTrailers);
