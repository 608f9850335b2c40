import type { ExpectedFacts, Fact } from '../contract/facts.ts';
import { FACTS } from '../contract/facts.ts';
import { Direction, type Frame } from '../contract/generated.ts';
import { TYPE } from '../contract/http2.ts';
import { codingsOf } from './facts-codings.ts';
import { endedByClient, mostAtOnce } from './facts-streams.ts';
import { dataFirst } from './facts-windows.ts';
import type { Field, Seen } from './field.ts';
import {
  acksOf,
  callsOf,
  connectionsOf,
  errorName,
  goawayText,
  isEnd,
  ofType,
  sentTo,
  toServer,
  valuesOf,
} from './frames.ts';
import { encodingsOf, replyOf } from './reply.ts';

type ReadFact = (all: readonly Frame[], theirs: readonly Frame[]) => string;

const READ: Readonly<Record<Fact, ReadFact>> = {
  reply: replyOf,
  encodings: encodingsOf,
  codings: codingsOf,
  authority: authorityOf,
  connections: (all) => String(connectionsOf(all)),
  calls: (all) => String(callsOf(all)),
  'most at once': mostAtOnce,
  'ended by client': endedByClient,
  'data first': dataFirst,
  resets: (_, theirs) => ofType(theirs, TYPE.RST_STREAM).map(errorName).join(', ') || 'none',
  goaway: (_, theirs) => ofType(theirs, TYPE.GOAWAY).map(errorName).at(-1) ?? 'none',
  'goaway text': (_, theirs) => ofType(theirs, TYPE.GOAWAY).map(goawayText).at(-1) || 'none',
  end: endOf,
  'ping acks': (_, theirs) => String(acksOf(theirs, TYPE.PING)),
  'settings acks': (_, theirs) => String(acksOf(theirs, TYPE.SETTINGS)),
};

/** Who ended the connection, if anybody did: what comes after one side's end is no choice of the other's. */
function endOf(all: readonly Frame[], theirs: readonly Frame[]): string {
  const first = all.find(isEnd);
  return first !== undefined && theirs.includes(first) ? 'closed' : 'open';
}

/** Under which name the client makes its last call. */
function authorityOf(all: readonly Frame[]): string {
  const call = ofType(toServer(all), TYPE.HEADERS).at(-1);
  return (call && valuesOf(call, ':authority').join(', ')) || 'none';
}

/** One fact of what went over; `to` is the raw peer's side, which the other one sends to. */
export function factOf(fact: Fact, frames: readonly Frame[], to: Direction): string {
  return READ[fact](frames, sentTo(to, frames));
}

/** Facts of a response, which no server gets. */
const OF_RESPONSE: readonly Fact[] = ['reply', 'encodings'];

/** All facts that a raw server saw. */
export function serverFacts(frames: readonly Frame[]): Readonly<Partial<Record<Fact, string>>> {
  const facts = FACTS.filter((fact) => !OF_RESPONSE.includes(fact));
  return Object.fromEntries(facts.map((fact) => [fact, factOf(fact, frames, Direction.TO_SERVER)]));
}

/** A field for each expected fact, read from the raw client's outcome or the raw server's observation. */
export function factFields(of: 'outcome' | 'observation', expected: ExpectedFacts = {}): Field[] {
  const to = of === 'outcome' ? Direction.TO_CLIENT : Direction.TO_SERVER;
  const name = of === 'outcome' ? 'facts' : 'observed.facts';
  return FACTS.flatMap((fact) => {
    const accepted = [expected[fact] ?? []].flat();
    if (accepted.length === 0) return [];
    const read = (seen: Seen) => factOf(fact, seen[of]?.frames ?? [], to);
    const holds = (seen: Seen) => accepted.includes(read(seen));
    const choice = accepted.length > 1 ? { accepts: accepted } : {};
    return [{ name: `${name}.${fact}`, expected: accepted.join(' or '), ...choice, read, holds }];
  });
}
