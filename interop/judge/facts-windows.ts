import type { Frame } from '../contract/generated.ts';
import { TYPE } from '../contract/http2.ts';
import { ofType, toClient, toServer } from './frames.ts';

/** How much DATA a client sent before it was given a window for it: the fact `data first` of contract/facts.ts. */
export function dataFirst(frames: readonly Frame[]): string {
  const call = ofType(toServer(frames), TYPE.HEADERS).at(-1);
  if (call === undefined) return 'no call';
  const mine = frames.filter(
    ({ connection, streamId }) => connection === call.connection && streamId === call.streamId,
  );
  const given = ofType(toClient(mine), TYPE.WINDOW_UPDATE)[0];
  const before = given === undefined ? mine : mine.slice(0, mine.indexOf(given));
  const bytes = ofType(toServer(before), TYPE.DATA).reduce((sum, { length }) => sum + length, 0);
  return String(bytes);
}
