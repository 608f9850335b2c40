import { CODE_NAMES } from '../contract/code.ts';
import { type Frame, Frame_Kind } from '../contract/generated.ts';
import { TYPE } from '../contract/http2.ts';
import {
  endsStream,
  errorName,
  goawayLast,
  isEnd,
  ofType,
  toClient,
  toServer,
  valuesOf,
} from './frames.ts';

/** How the last call of a raw client was answered: the fact `reply` of contract/facts.ts. */
export function replyOf(frames: readonly Frame[]): string {
  const call = lastCall(frames);
  const got = toClient(frames);
  return responseOf(got, call) ?? endOf(got, call);
}

/** The compressions that the response to the last call has: the fact `encodings` of contract/facts.ts. */
export function encodingsOf(frames: readonly Frame[]): string {
  const call = lastCall(frames);
  const mine = toClient(frames).filter(({ streamId }) => streamId === call);
  const values = mine.flatMap((frame) => valuesOf(frame, 'grpc-accept-encoding'));
  const names = values.flatMap((value) => value.split(',').map((name) => name.trim()));
  return names.sort().join(', ') || 'none';
}

/** The highest stream on which the client sent HEADERS; undefined where it made no call. */
function lastCall(frames: readonly Frame[]): number | undefined {
  const streams = ofType(toServer(frames), TYPE.HEADERS).map((frame) => frame.streamId);
  return streams.length === 0 ? undefined : Math.max(...streams);
}

/** What a response says of the call, once it has said it or has ended. */
function responseOf(got: readonly Frame[], call: number | undefined): string | undefined {
  const mine = untilEnd(
    got.filter(({ kind, streamId }) => kind === Frame_Kind.FRAME && streamId === call),
  );
  const blocks = mine.filter((frame) => frame.headers.length > 0 && !isInformational(frame));
  const http =
    blocks[0] === undefined ? '200' : valuesOf(blocks[0], ':status').join(', ') || 'none';
  const status = blocks.map((frame) => valuesOf(frame, 'grpc-status')).findLast(isThere);
  const code = status === undefined ? undefined : codeText(status);
  if (http !== '200') return code === undefined ? `HTTP ${http}` : `HTTP ${http} ${code}`;
  return code ?? (mine.some(endsStream) ? 'no status' : undefined);
}

/** Up to the frame that ends the call: what comes after RST_STREAM is no answer (RFC 9113, 5.1, closed). */
function untilEnd(frames: readonly Frame[]): readonly Frame[] {
  const end = frames.findIndex((frame) => endsStream(frame) || frame.type === TYPE.RST_STREAM);
  return end < 0 ? frames : frames.slice(0, end + 1);
}

/** 1xx comes before the response (RFC 9113, 8.1). */
function isInformational(frame: Frame): boolean {
  return valuesOf(frame, ':status').some((status) => /^1\d\d$/.test(status));
}

function isThere(values: readonly string[]): boolean {
  return values.length > 0;
}

/** A code by its name: in decimal without leading zeros (gRPC over HTTP/2, "Status"). */
function codeText(values: readonly string[]): string {
  const text = values.join(', ');
  const name = /^(0|[1-9]\d?)$/.test(text) ? CODE_NAMES[Number(text)] : undefined;
  return name ?? `status ${JSON.stringify(text)}`;
}

/** What ended a call that has no whole response. */
function endOf(got: readonly Frame[], call: number | undefined): string {
  const resets = ofType(got, TYPE.RST_STREAM);
  const reset = resets.find(({ streamId }) => call === undefined || streamId === call);
  if (reset !== undefined) return `RST_STREAM ${errorName(reset)}`;
  const closed = got.some(isEnd);
  return http1Of(got) ?? goawayOf(got, call, closed) ?? (closed ? 'closed' : 'nothing');
}

/** The status of an answer in HTTP/1.1. */
function http1Of(got: readonly Frame[]): string | undefined {
  const bytes = got.find(({ kind }) => kind === Frame_Kind.BYTES)?.payload ?? new Uint8Array();
  return /^HTTP\/1\.[01] \d{3}/.exec(Buffer.from(bytes.subarray(0, 16)).toString('latin1'))?.[0];
}

/** GOAWAY without an error lets a call that it takes go on, as long as the connection is there. */
function goawayOf(got: readonly Frame[], call: number | undefined, closed: boolean) {
  const goaway = ofType(got, TYPE.GOAWAY).at(-1);
  if (goaway === undefined) return undefined;
  const code = errorName(goaway);
  const leavesOut = call !== undefined && goawayLast(goaway) < call;
  return closed || leavesOut || code !== 'NO_ERROR' ? `GOAWAY ${code}` : undefined;
}
