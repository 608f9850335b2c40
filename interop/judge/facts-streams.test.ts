import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { Direction, type Frame, Frame_Kind, FrameSchema } from '../contract/generated.ts';
import { FLAG, SETTING, TYPE } from '../contract/http2.ts';
import { endedByClient, mostAtOnce } from './facts-streams.ts';

const { TO_CLIENT, TO_SERVER } = Direction;
const frame = (init: Omit<MessageInitShape<typeof FrameSchema>, '$typeName'>): Frame =>
  create(FrameSchema, { connection: 1, kind: Frame_Kind.FRAME, ...init });
const call = (streamId: number) =>
  frame({ direction: TO_SERVER, type: TYPE.HEADERS, streamId, flags: FLAG.END_HEADERS });
const sent = (streamId: number) =>
  frame({ direction: TO_SERVER, type: TYPE.DATA, streamId, flags: FLAG.END_STREAM });
const answer = (streamId: number) =>
  frame({ direction: TO_CLIENT, type: TYPE.HEADERS, streamId, flags: FLAG.END_STREAM });
const reset = (streamId: number, direction: Direction) =>
  frame({ direction, type: TYPE.RST_STREAM, streamId, payload: Uint8Array.of(0, 0, 0, 8) });
const says = (value: number, id: number = SETTING.MAX_CONCURRENT_STREAMS) =>
  frame({
    direction: TO_CLIENT,
    type: TYPE.SETTINGS,
    payload: Uint8Array.of(0, SETTING.INITIAL_WINDOW_SIZE, 0, 0, 0, 9, 0, id, 0, 0, 0, value),
  });
const plain = frame({ direction: TO_CLIENT, type: TYPE.SETTINGS });
const ack = frame({ direction: TO_SERVER, type: TYPE.SETTINGS, flags: FLAG.ACK });
const ownAck = frame({ direction: TO_CLIENT, type: TYPE.SETTINGS, flags: FLAG.ACK });
const on = (connection: number, frames: readonly Frame[]) =>
  frames.map((one) => ({ ...one, connection }));

describe('most at once', () => {
  const limited = [says(1), ack];

  it.each<[string, string, readonly Frame[]]>([
    ['0', 'of none', limited],
    ['2', 'of two', [...limited, call(1), call(3), answer(1), call(5)]],
    ['1', 'of one after the other', [...limited, call(1), sent(1), answer(1), call(3)]],
    ['2', 'though the client has ended its half', [...limited, call(1), sent(1), call(3)]],
    ['1', 'where the server resets', [...limited, call(1), reset(1, TO_CLIENT), call(3)]],
    ['1', 'where the client resets', [...limited, call(1), reset(1, TO_SERVER), call(3)]],
    ['1', 'of a call with trailers', [...limited, call(1), call(1)]],
    ['1', 'without those before the acknowledgement', [says(1), call(1), call(3), ack, call(5)]],
    [
      '1',
      'from its own acknowledgement on',
      [plain, ack, ownAck, says(1), call(1), { ...ack }, call(3)],
    ],
    ['0', 'until another limit', [says(0), ack, says(100), call(1), ack, call(3)]],
    [
      '2',
      'of the largest connection',
      [...limited, call(1), ...on(2, [...limited, call(1), call(3)])],
    ],
    ['1', 'of each connection', [...limited, call(1), ...on(2, [...limited, call(3)])]],
    [
      '1',
      'without connections that have no limit',
      [...limited, call(1), ...on(2, [call(1), call(3)])],
    ],
    ['no limit', 'where none was said', [plain, ack, call(1)]],
    ['no limit', 'where another setting was', [says(1, SETTING.MAX_FRAME_SIZE), ack, call(1)]],
    ['no limit', 'where it was not acknowledged', [plain, ack, says(1), call(1)]],
    ['no limit', 'of nothing', []],
  ])('is %s %s', (most, _, frames) => {
    expect(mostAtOnce(frames)).toBe(most);
  });
});

describe('ended by client', () => {
  it('counts the streams that the client has ended, and none that the server has', () => {
    const frames = [call(1), sent(1), sent(1), call(3), answer(3), call(5), reset(5, TO_SERVER)];
    expect(endedByClient([...frames, ...on(2, [call(1), sent(1)])])).toBe('2');
    expect(endedByClient([])).toBe('0');
  });
});
