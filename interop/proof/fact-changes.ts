import type { ExpectedFacts, Fact } from '../contract/facts.ts';
import { Direction, type Frame, Frame_Kind, type HeaderField } from '../contract/generated.ts';
import { ERROR_CODES, FLAG, SETTING, TYPE } from '../contract/http2.ts';
import { factOf } from '../judge/facts.ts';
import type { Seen } from '../judge/field.ts';
import { endsStream, isEnd } from '../judge/frames.ts';
import { type Change, change } from './change.ts';
import { aCall, anEnd, made } from './frames.ts';

/** An error code that no library sends unasked. */
const ODD_CODE = ERROR_CODES.indexOf('CONNECT_ERROR');
/** A stream that no client opens in a case. */
const FAR_STREAM = 0x7ffffff1;
const FAR_CONNECTION = 0x7ffffff1;

type Spoil = (frames: Frame[], from: Direction) => void;

/**
 * Changes of the recorded frames that a fact is read from: one thing that was there is gone, one more has come.
 * One that makes the fact what the case takes as well is left out.
 */
export function factChanges(field: string, expected: ExpectedFacts, recorded: Seen): Change[] {
  const ofServer = field.startsWith('observed.');
  const fact = field.slice(field.lastIndexOf('facts.') + 'facts.'.length) as Fact;
  const of = (seen: Seen) => (ofServer ? seen.observation : seen.outcome)?.frames ?? [];
  const from = ofServer ? Direction.TO_SERVER : Direction.TO_CLIENT;
  const accepted = [expected[fact] ?? []].flat();
  const was = factOf(fact, of(recorded), from);
  return (CHANGES[fact] ?? [])
    .filter(({ spoil }) => {
      const frames = spoiled(of(recorded), from, spoil);
      const is = frames === undefined ? was : factOf(fact, frames, from);
      return frames !== undefined && (is === was || !accepted.includes(is));
    })
    .map(({ what, spoil }) => change(what, (seen) => spoil(of(seen), from)));
}

/** The frames spoiled; undefined where there is nothing to spoil: no acknowledgement is missing where none came. */
function spoiled(frames: readonly Frame[], from: Direction, spoil: Spoil): Frame[] | undefined {
  const copy = structuredClone(frames) as Frame[];
  spoil(copy, from);
  const same = copy.length === frames.length && !copy.some((one, at) => differs(one, frames[at]));
  return same ? undefined : copy;
}

function differs(one: Frame, other: Frame | undefined): boolean {
  const text = ({ headers }: Frame) =>
    headers.map(({ name, value }) => `${name} ${Buffer.from(value).toString('hex')}`).join();
  return (
    other === undefined ||
    text(one) !== text(other) ||
    !Buffer.from(one.payload).equals(other.payload)
  );
}

const more = (what: string, frame: (from: Direction) => Frame) => ({
  what: `${what} more`,
  spoil: (frames: Frame[], from: Direction) => void frames.push(frame(from)),
});

const fewer = (what: string, is: (frame: Frame) => boolean) => ({
  what: `${what} fewer`,
  spoil: (frames: Frame[], from: Direction) => {
    const at = frames.findLastIndex((frame) => frame.direction === from && is(frame));
    if (at >= 0) frames.splice(at, 1);
  },
});

const isAck = (type: number) => (frame: Frame) =>
  frame.kind === Frame_Kind.FRAME && frame.type === type && (frame.flags & FLAG.ACK) !== 0;
const ack = (type: number) => (direction: Direction) => made({ type, flags: FLAG.ACK, direction });

const CHANGES: Readonly<Record<Fact, readonly { what: string; spoil: Spoil }[]>> = {
  reply: [
    { what: 'another answer', spoil: otherAnswer },
    { what: 'no answer', spoil: noAnswer },
    { what: 'a reset instead', spoil: resetInstead },
  ],
  encodings: [
    { what: 'another compression', spoil: (frames) => otherEncodings(frames, 'nobody-has-this') },
    { what: 'no compressions', spoil: (frames) => otherEncodings(frames, '') },
  ],
  codings: [
    { what: 'the flag turned', spoil: otherFlag },
    { what: 'no messages', spoil: (frames, from) => removeAll(frames, isDataOf(from)) },
  ],
  authority: [
    { what: 'another name', spoil: (frames) => otherAuthority(frames, 'nobody.test') },
    { what: 'no name', spoil: (frames) => otherAuthority(frames, '') },
  ],
  connections: [
    more('a connection', () => made({ kind: Frame_Kind.OPENED, connection: FAR_CONNECTION })),
    {
      what: 'no connection',
      spoil: (frames) => removeAll(frames, ({ kind }) => kind === Frame_Kind.OPENED),
    },
  ],
  calls: [
    more('a call', () => aCall(FAR_STREAM)),
    { what: 'no call', spoil: (frames) => removeAll(frames, ({ type }) => type === TYPE.HEADERS) },
  ],
  'most at once': [
    { what: 'more at once', spoil: moreAtOnce },
    {
      what: 'no limit',
      spoil: (frames) => removeAll(frames, ({ type }) => type === TYPE.SETTINGS),
    },
  ],
  'ended by client': [
    more('an end', () => made({ type: TYPE.DATA, flags: FLAG.END_STREAM, streamId: FAR_STREAM })),
    { what: 'no end', spoil: (frames) => removeAll(frames, endsStream) },
  ],
  'data first': [{ what: 'data before a window', spoil: dataBefore }],
  resets: [
    more('a reset', (direction) =>
      anEnd(TYPE.RST_STREAM, ODD_CODE, { direction, streamId: FAR_STREAM }),
    ),
    fewer('a reset', ({ type }) => type === TYPE.RST_STREAM),
  ],
  goaway: [
    more('a GOAWAY', (direction) => anEnd(TYPE.GOAWAY, ODD_CODE, { direction })),
    { what: 'no GOAWAY', spoil: (frames) => removeAll(frames, ({ type }) => type === TYPE.GOAWAY) },
  ],
  'goaway text': [
    {
      what: 'another text',
      spoil: (frames) => otherText(frames, Buffer.from('said otherwise')),
    },
    { what: 'no text', spoil: (frames) => otherText(frames, new Uint8Array()) },
  ],
  end: [{ what: 'ended by another', spoil: otherEnd }],
  'ping acks': [
    more('an acknowledgement', ack(TYPE.PING)),
    fewer('an acknowledgement', isAck(TYPE.PING)),
  ],
  'settings acks': [
    more('an acknowledgement', ack(TYPE.SETTINGS)),
    fewer('an acknowledgement', isAck(TYPE.SETTINGS)),
  ],
};

const isDataOf = (from: Direction) => (frame: Frame) =>
  frame.kind === Frame_Kind.FRAME && frame.type === TYPE.DATA && frame.direction === from;

/** The first message as if it had been compressed, or not (gRPC over HTTP/2, "Compressed-Flag"). */
function otherFlag(frames: Frame[], from: Direction): void {
  const call = frames.findLast(
    ({ type, direction }) => type === TYPE.HEADERS && direction === Direction.TO_SERVER,
  );
  const first = frames.find(
    (frame) => isDataOf(from)(frame) && frame.streamId === call?.streamId && frame.length > 0,
  );
  if (first !== undefined)
    first.payload = Uint8Array.of((first.payload[0] ?? 0) ^ 1, ...first.payload.subarray(1));
}

function removeAll(frames: Frame[], is: (frame: Frame) => boolean): void {
  frames.splice(0, frames.length, ...frames.filter((frame) => !is(frame)));
}

/** As if there had been one more connection, with a limit and many streams under it. */
function moreAtOnce(frames: Frame[]): void {
  const connection = FAR_CONNECTION;
  const payload = Uint8Array.of(0, SETTING.MAX_CONCURRENT_STREAMS, 0, 0, 0, 1);
  frames.push(
    made({ connection, type: TYPE.SETTINGS, payload, direction: Direction.TO_CLIENT }),
    made({ connection, type: TYPE.SETTINGS, flags: FLAG.ACK }),
    ...Array.from({ length: 99 }, (_, at) => ({ ...aCall(2 * at + 1), connection })),
  );
}

/** As if the last call's stream had been another, which has DATA and no window. */
function dataBefore(frames: Frame[]): void {
  const streamId = FAR_STREAM;
  frames.push(aCall(streamId), made({ type: TYPE.DATA, streamId, length: 8 }));
}

/** The status as another: in the headers, of a reset or a GOAWAY, of a text of HTTP/1.1. */
function otherAnswer(frames: Frame[], from: Direction): void {
  for (const frame of frames.filter(({ direction }) => direction === from)) {
    frame.headers = frame.headers.map(otherStatus);
    const hasCode = frame.type === TYPE.RST_STREAM || frame.type === TYPE.GOAWAY;
    if (frame.kind === Frame_Kind.FRAME && hasCode) frame.payload = otherCode(frame.payload);
    if (frame.kind === Frame_Kind.BYTES) frame.payload = Buffer.from('HTTP/1.1 299 Odd\r\n');
  }
}

function otherStatus(one: HeaderField): HeaderField {
  const value = { 'grpc-status': '99', ':status': '299' }[one.name];
  return value === undefined ? one : { ...one, value: Buffer.from(value) };
}

/** What GOAWAY frames say beside their code. */
function otherText(frames: Frame[], text: Uint8Array): void {
  for (const frame of frames.filter(({ type }) => type === TYPE.GOAWAY))
    frame.payload = Buffer.concat([frame.payload.subarray(0, 8), text]);
}

function otherAuthority(frames: Frame[], text: string): void {
  for (const frame of frames) {
    frame.headers = frame.headers.map((one) =>
      one.name === ':authority' ? { ...one, value: Buffer.from(text) } : one,
    );
  }
}

function otherEncodings(frames: Frame[], text: string): void {
  for (const frame of frames) {
    frame.headers = frame.headers.map((one) =>
      one.name === 'grpc-accept-encoding' ? { ...one, value: Buffer.from(text) } : one,
    );
  }
}

function otherCode(payload: Uint8Array): Uint8Array {
  const copy = Buffer.from(payload);
  if (copy.length >= 4) copy.writeUInt32BE(ODD_CODE, copy.length === 4 ? 0 : 4);
  return copy;
}

/** The connection's end as if somebody else had brought it, or the other side where nobody had. */
function otherEnd(frames: Frame[], from: Direction): void {
  const closed = frames.find(isEnd)?.direction === from;
  if (closed) removeAll(frames, isEnd);
  else frames.unshift(made({ kind: Frame_Kind.ENDED, direction: from }));
}

/** As if the other side had sent nothing of a call, and gone on holding the connection. */
function noAnswer(frames: Frame[], from: Direction): void {
  const ofCall = ({ kind, type, streamId }: Frame) =>
    kind === Frame_Kind.FRAME ? streamId > 0 || type === TYPE.GOAWAY : kind !== Frame_Kind.OPENED;
  removeAll(frames, (frame) => frame.direction === from && ofCall(frame));
}

/** As if the other side had ended the call by a reset, or the call that there isn't. */
function resetInstead(frames: Frame[], direction: Direction): void {
  noAnswer(frames, direction);
  const calls = frames.filter(
    ({ type, kind }) => kind === Frame_Kind.FRAME && type === TYPE.HEADERS,
  );
  const streamId = Math.max(1, ...calls.map((frame) => frame.streamId));
  frames.push(anEnd(TYPE.RST_STREAM, ODD_CODE, { direction, streamId }));
}
