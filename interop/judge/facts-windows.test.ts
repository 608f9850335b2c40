import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { Direction, type Frame, Frame_Kind, FrameSchema } from '../contract/generated.ts';
import { TYPE } from '../contract/http2.ts';
import { dataFirst } from './facts-windows.ts';

const { TO_CLIENT, TO_SERVER } = Direction;
const frame = (init: Omit<MessageInitShape<typeof FrameSchema>, '$typeName'>): Frame =>
  create(FrameSchema, { connection: 1, kind: Frame_Kind.FRAME, ...init });
const call = (streamId: number, connection = 1) =>
  frame({ direction: TO_SERVER, type: TYPE.HEADERS, streamId, connection });
const data = (streamId: number, length: number, direction = TO_SERVER) =>
  frame({ direction, type: TYPE.DATA, streamId, length });
const window = (streamId: number, direction = TO_CLIENT) =>
  frame({ direction, type: TYPE.WINDOW_UPDATE, streamId });

it.each<[string, string, readonly Frame[]]>([
  ['0', 'where the window came first', [call(1), window(1), data(1, 8)]],
  ['11', 'of all DATA before it', [call(1), data(1, 8), data(1, 3), window(1), data(1, 5)]],
  ['8', 'where no window came', [call(1), data(1, 8)]],
  ['8', "where the connection's came", [call(1), window(0), data(1, 8), window(1)]],
  ['8', "where the client's came", [call(1), window(1, TO_SERVER), data(1, 8), window(1)]],
  ['0', 'of the last call', [call(1), data(1, 8), call(3), window(3), data(3, 8)]],
  [
    '8',
    'of the last connection',
    [call(1), window(1), call(1, 2), { ...data(1, 8), connection: 2 }],
  ],
  ['0', "without the server's own", [call(1), data(1, 8, TO_CLIENT), window(1)]],
  ['no call', 'where there is none', [data(1, 8)]],
])('is %s %s', (bytes, _, frames) => {
  expect(dataFirst(frames)).toBe(bytes);
});
