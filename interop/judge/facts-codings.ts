import { type Frame, Frame_Kind } from '../contract/generated.ts';
import { FLAG, TYPE } from '../contract/http2.ts';
import { ofType, toServer, valuesOf } from './frames.ts';

/** The bytes before a message (gRPC over HTTP/2, "Length-Prefixed-Message"): the Compressed-Flag and the length. */
const PREFIX = 5;

/** How one side wrote its messages of the last call: the fact `codings` of contract/facts.ts. */
export function codingsOf(frames: readonly Frame[], theirs: readonly Frame[]): string {
  const call = ofType(toServer(frames), TYPE.HEADERS).at(-1);
  if (call === undefined) return 'no call';
  const mine = theirs.filter(
    ({ kind, connection, streamId }) =>
      kind === Frame_Kind.FRAME && connection === call.connection && streamId === call.streamId,
  );
  const [named = 'unnamed'] = mine.flatMap((frame) => valuesOf(frame, 'grpc-encoding'));
  const flags = flagsOf(ofType(mine, TYPE.DATA).map(contentOf));
  return flags.map((flag) => nameOf(flag, named)).join(', ') || 'none';
}

function nameOf(flag: number | undefined, named: string): string {
  if (flag === undefined) return 'unknown';
  if (flag === 0) return 'plain';
  return flag === 1 ? named : `flag ${flag}`;
}

/** What a DATA frame has of messages: how much, and as many bytes of it as were kept. */
interface Content {
  readonly length: number;
  readonly kept: Uint8Array;
}

/** The content of DATA without its padding (RFC 9113, 6.1). */
function contentOf({ flags, length, payload }: Frame): Content {
  if ((flags & FLAG.PADDED) === 0) return { length, kept: payload };
  const padding = payload[0] ?? 0;
  return { length: Math.max(0, length - 1 - padding), kept: payload.subarray(1) };
}

/** The Compressed-Flag of every message; undefined where the bytes before one were not kept, and of what follows. */
function flagsOf(contents: readonly Content[]): (number | undefined)[] {
  const whole = contents.reduce((sum, { length }) => sum + length, 0);
  const flags: (number | undefined)[] = [];
  for (let at = 0; at < whole; ) {
    const prefix = Array.from({ length: PREFIX }, (_, index) => byteAt(contents, at + index));
    const [flag, ...size] = prefix;
    flags.push(flag);
    if (prefix.includes(undefined)) break;
    at += PREFIX + Buffer.from(size.map(Number)).readUInt32BE(0);
  }
  return flags;
}

function byteAt(contents: readonly Content[], at: number): number | undefined {
  let before = 0;
  for (const { length, kept } of contents) {
    if (at < before + length) return kept[at - before];
    before += length;
  }
  return undefined;
}
