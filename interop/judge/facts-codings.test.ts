import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { Direction, type Frame, Frame_Kind, FrameSchema } from '../contract/generated.ts';
import { FLAG, TYPE } from '../contract/http2.ts';
import { codingsOf } from './facts-codings.ts';
import { toClient, toServer } from './frames.ts';

const { TO_CLIENT, TO_SERVER } = Direction;
const frame = (init: Omit<MessageInitShape<typeof FrameSchema>, '$typeName'>): Frame =>
  create(FrameSchema, { connection: 1, kind: Frame_Kind.FRAME, streamId: 1, ...init });
const call = (streamId = 1) => frame({ direction: TO_SERVER, type: TYPE.HEADERS, streamId });
const response = (encoding?: string) =>
  frame({
    direction: TO_CLIENT,
    type: TYPE.HEADERS,
    headers:
      encoding === undefined ? [] : [{ name: 'grpc-encoding', value: Buffer.from(encoding) }],
  });
const data = (...bytes: readonly number[]) =>
  frame({
    direction: TO_CLIENT,
    type: TYPE.DATA,
    length: bytes.length,
    payload: Uint8Array.from(bytes),
  });
const PLAIN = [0, 0, 0, 0, 2, 8, 9];
const PACKED = [1, 0, 0, 0, 1, 7];

it.each<[string, string, readonly Frame[]]>([
  ['plain', 'without the flag', [call(), response('gzip'), data(...PLAIN)]],
  ['gzip', 'by its name', [call(), response('gzip'), data(...PACKED)]],
  ['unnamed', 'where no header says which', [call(), response(), data(...PACKED)]],
  ['flag 2', 'for another flag', [call(), response('gzip'), data(2, 0, 0, 0, 0)]],
  ['gzip, plain', 'of two in one frame', [call(), response('gzip'), data(...PACKED, ...PLAIN)]],
  [
    'plain, gzip',
    'of two cut anywhere',
    [call(), response('gzip'), data(...PLAIN, 1, 0), data(0, 0), data(), data(1), data(7)],
  ],
  ['unknown', 'where the bytes were not kept', [call(), { ...data(), length: 9 }]],
  ['plain', 'without the padding', [call(), { ...data(3, ...PLAIN, 0, 0, 0), flags: FLAG.PADDED }]],
  ['none', 'of the last call', [call(), response('gzip'), data(...PACKED), call(3)]],
  ['none', 'where nothing came', [call()]],
  ['no call', 'where there is none', [data(...PLAIN)]],
])('are %s %s', (text, _, frames) => {
  expect(codingsOf(frames, toClient(frames))).toBe(text);
});

it("are the client's own where those are asked for", () => {
  const frames = [call(), response('gzip'), data(...PACKED)];
  expect(codingsOf(frames, toServer(frames))).toBe('none');
});
