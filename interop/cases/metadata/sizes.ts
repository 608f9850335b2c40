import { CODES } from '../../contract/code.ts';
import { probe } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';

const SOURCE =
  'gRPC over HTTP/2, "Custom-Metadata": servers may limit the size of Request-Headers, with a default of 8 KiB suggested; RFC 9113, 10.5.1: an endpoint may refuse a larger header list. One that resets the stream, or ends the connection, leaves INTERNAL or UNAVAILABLE, and one that answers may say RESOURCE_EXHAUSTED; no sentence decides between them';
const [UNARY] = KINDS as readonly [Kind];
const REFUSED = ['INTERNAL', 'RESOURCE_EXHAUSTED'] as const;

/** What must pass with all other headers under the limit that is suggested; and what need not. */
const WITHIN = 7;
const KIB = [WITHIN, 64, 256, 1024];
/** Who refuses, and how, is up to the pair; a megabyte is too much for every day. */
const TIERS: Readonly<Record<number, 'pairs' | 'dear'>> = { 64: 'pairs', 1024: 'dear' };
/** At most so much is in one value, so that it is the total that counts. */
const PIECE = 4 * 1024;

/** Values that are never twice the same, so that HPACK can't make them small. */
function pieces(kib: number): readonly { readonly name: string; readonly value: string }[] {
  const count = Math.ceil((kib * 1024) / PIECE);
  return Array.from({ length: count }, (_, at) => {
    const name = `x-piece-${at}`;
    const room = Math.floor((kib * 1024) / count) - name.length;
    let value = '';
    for (let i = at; value.length < room; i += 7) value += `${i}-`;
    return { name, value: value.slice(0, room) };
  });
}

const bytes = (all: ReturnType<typeof pieces>) =>
  all.map(({ name, value }) => ({ name, value: Buffer.from(value) }));
/** The first and the last tell of all. */
const ends = (all: ReturnType<typeof pieces>) =>
  [all[0], all.at(-1)].flatMap((one) => (one ? [{ name: one.name, values: [one.value] }] : []));

const base = (kib: number, place: string) => ({
  id: `size/${place}/${kib}-kib`,
  source: SOURCE,
  tier: TIERS[kib] ?? ('each-peer' as const),
});

function inRequest(kib: number): CaseInit {
  const all = pieces(kib);
  return {
    ...base(kib, 'request'),
    title: `${kib} KiB of metadata in a request arrive, or the call is refused`,
    needs: needsOf(UNARY),
    plan: {
      ...probePlan(UNARY, [requests(UNARY, 1)], { steps: [step.sendBody(4, 1)] }),
      metadata: bytes(all),
      channel: { fresh: true },
    },
    expect: {
      code: kib === WITHIN ? 'OK' : ['OK', 'UNAVAILABLE', ...REFUSED],
      messages: [probe.response(4, 1)],
      observed: { seen: 'either', metadata: ends(all) },
    },
  };
}

function inHeaders(kib: number): CaseInit {
  const all = pieces(kib);
  return {
    ...base(kib, 'headers'),
    title: `${kib} KiB of metadata in the headers of a response arrive, or the call is refused`,
    needs: needsOf(UNARY),
    plan: {
      ...probePlan(UNARY, [requests(UNARY, 1)], {
        steps: [step.sendHeaders(bytes(all)), step.sendBody(4, 1)],
      }),
      channel: { fresh: true },
    },
    expect: {
      code: kib === WITHIN ? 'OK' : ['OK', ...REFUSED],
      messages: [probe.response(4, 1)],
      headers: ends(all),
      observed: { seen: true },
    },
  };
}

function inTrailers(kib: number, only: boolean): CaseInit {
  const all = pieces(kib);
  const code = only ? 'ABORTED' : 'OK';
  return {
    ...base(kib, only ? 'trailers-only' : 'trailers'),
    title: `${kib} KiB of trailers beside ${code} arrive, or the call is refused`,
    needs: needsOf(UNARY),
    plan: {
      ...probePlan(UNARY, [requests(UNARY, 1)], {
        steps: only ? [] : [step.sendBody(4, 1)],
        ending: { case: 'status', value: { code: CODES[code], trailers: bytes(all) } },
      }),
      channel: { fresh: true },
    },
    expect: {
      code: kib === WITHIN ? code : [code, ...REFUSED],
      messages: only ? [] : [probe.response(4, 1)],
      trailers: ends(all),
      observed: { seen: true },
    },
  };
}

/** Metadata up to what nobody ought to send. */
export const SIZE_CASES: readonly CaseInit[] = KIB.flatMap((kib) => [
  inRequest(kib),
  inHeaders(kib),
  inTrailers(kib, false),
  inTrailers(kib, true),
]);
