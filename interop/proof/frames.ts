import { Direction, type Frame, Frame_Kind } from '../contract/generated.ts';
import { TYPE } from '../contract/http2.ts';

/** A frame that nobody sent, for a record that is to be otherwise. */
export function made(frame: Partial<Frame>): Frame {
  return {
    $typeName: 'crosswire.frame.v1.Frame',
    ...{ connection: 1, direction: Direction.TO_SERVER, ns: 0n, kind: Frame_Kind.FRAME },
    ...{
      type: 0,
      flags: 0,
      streamId: 0,
      length: 0,
      payload: new Uint8Array(),
      headers: [],
      note: '',
    },
    ...frame,
  };
}

/** HEADERS of a call. */
export function aCall(streamId = 1): Frame {
  return made({ type: TYPE.HEADERS, streamId });
}

/** RST_STREAM, or GOAWAY about no stream, with an error code. */
export function anEnd(type: number, code: number, about: Partial<Frame>): Frame {
  const payload = Buffer.alloc(type === TYPE.GOAWAY ? 8 : 4);
  payload.writeUInt32BE(code, payload.length - 4);
  return made({ ...about, type, payload });
}
