import { type Frame, Frame_Kind } from '../contract/generated.ts';
import { SETTING, TYPE } from '../contract/http2.ts';
import { acksOf, endsStream, ofType, toClient, toServer } from './frames.ts';

/** How many streams the client ended with END_STREAM: the fact `ended by client` of contract/facts.ts. */
export function endedByClient(frames: readonly Frame[]): string {
  const ends = toServer(frames).filter(endsStream);
  return String(new Set(ends.map((frame) => `${frame.connection} ${frame.streamId}`)).size);
}

/** The most streams of one connection under its first limit: the fact `most at once` of contract/facts.ts. */
export function mostAtOnce(frames: readonly Frame[]): string {
  const connections = [...new Set(frames.map(({ connection }) => connection))];
  const found = connections.flatMap((one) =>
    mostOf(underLimit(frames.filter(({ connection }) => connection === one))),
  );
  return found.length === 0 ? 'no limit' : String(Math.max(...found));
}

/**
 * What went over under the first limit: from when the client has acknowledged it (RFC 9113, 6.5.3) until the server
 * says another one. Nothing where it never was said, or never acknowledged.
 */
function underLimit(frames: readonly Frame[]): readonly Frame[] | undefined {
  const said = frames.findIndex(limits);
  if (said < 0) return undefined;
  const own = ofType(toClient(frames.slice(0, said + 1)), TYPE.SETTINGS);
  const nth = own.length - acksOf(own, TYPE.SETTINGS);
  const theirs = ofType(toServer(frames), TYPE.SETTINGS);
  const ack = theirs.filter((frame) => acksOf([frame], TYPE.SETTINGS) > 0)[nth - 1];
  if (ack === undefined) return undefined;
  const next = frames.findIndex((frame, at) => at > said && limits(frame));
  return frames.slice(frames.indexOf(ack), next < 0 ? undefined : next);
}

/** Whether it is the server's SETTINGS with a limit of streams (RFC 9113, 6.5.2). */
function limits(frame: Frame): boolean {
  const settings = ofType(toClient([frame]), TYPE.SETTINGS);
  if (settings.length === 0 || acksOf(settings, TYPE.SETTINGS) > 0) return false;
  const bytes = Buffer.from(frame.payload);
  const ids = Array.from({ length: Math.floor(bytes.length / 6) }, (_, at) =>
    bytes.readUInt16BE(at * 6),
  );
  return ids.includes(SETTING.MAX_CONCURRENT_STREAMS);
}

/** The most streams that were open at the same time, of those that were opened here. */
function mostOf(frames: readonly Frame[] | undefined): number[] {
  if (frames === undefined) return [];
  const open = new Set<number>();
  let most = 0;
  for (const frame of frames) {
    if (opens(frame)) open.add(frame.streamId);
    if (closes(frame)) open.delete(frame.streamId);
    most = Math.max(most, open.size);
  }
  return [most];
}

function opens(frame: Frame): boolean {
  return ofType(toServer([frame]), TYPE.HEADERS).length > 0;
}

/** The client's own END_STREAM leaves the stream half-closed, and that counts as well (RFC 9113, 5.1.2). */
function closes(frame: Frame): boolean {
  if (frame.kind !== Frame_Kind.FRAME) return false;
  return frame.type === TYPE.RST_STREAM || toClient([frame]).some(endsStream);
}
