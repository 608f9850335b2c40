import { FLAG, SETTING, TYPE } from '../../../contract/http2.ts';
import type { CaseInit } from '../../define.ts';
import { CONNECTION, framed, type RawStep, wire } from '../script.ts';
import { ANSWER, badServer, HEADERS, MESSAGE, part, REFUSED, request, UNDER_WAY } from './parts.ts';

export const ERROR =
  'gRPC over HTTP/2, "Connection failure": UNAVAILABLE; statuscodes.md: a flow-control violation is INTERNAL';

/** Something that HTTP/2 forbids: the call fails, and says so. */
const FORBIDDEN: readonly (readonly [id: string, section: string, steps: readonly RawStep[]])[] = [
  [
    'window-update-of-0-on-connection',
    '6.9: an increment of 0 is a connection error on stream 0',
    [wire.windowUpdate(0, CONNECTION)],
  ],
  [
    'window-overflow-on-connection',
    '6.9.1: a window beyond 2^31-1 is a connection error on stream 0',
    [wire.windowUpdate(0x7fffffff, CONNECTION), wire.windowUpdate(0x7fffffff, CONNECTION)],
  ],
  [
    'window-update-of-3-bytes',
    '6.9: another length than 4 is a connection error',
    [wire.frame(TYPE.WINDOW_UPDATE, undefined, { payload: Buffer.alloc(3) })],
  ],
  [
    'initial-window-too-big',
    '6.5.2: a SETTINGS_INITIAL_WINDOW_SIZE above 2^31-1 is a connection error',
    [wire.settings([[SETTING.INITIAL_WINDOW_SIZE, 0x80000000]])],
  ],
  [
    'max-frame-size-of-1',
    '6.5.2: a SETTINGS_MAX_FRAME_SIZE under 16,384 is a connection error',
    [wire.settings([[SETTING.MAX_FRAME_SIZE, 1]])],
  ],
  [
    'enable-push-of-1',
    '6.5.2: a SETTINGS_ENABLE_PUSH of 1 from a server is a connection error',
    [wire.settings([[SETTING.ENABLE_PUSH, 1]])],
  ],
  [
    'settings-of-5-bytes',
    '6.5: a length that is no multiple of 6 is a connection error',
    [wire.frame(TYPE.SETTINGS, CONNECTION, { payload: Buffer.alloc(5) })],
  ],
  [
    'settings-on-a-stream',
    '6.5: SETTINGS on a stream is a connection error',
    [wire.frame(TYPE.SETTINGS, undefined)],
  ],
  [
    'ping-of-7-bytes',
    '6.7: another length than 8 is a connection error',
    [wire.frame(TYPE.PING, CONNECTION, { payload: Buffer.alloc(7) })],
  ],
  [
    'ping-on-a-stream',
    '6.7: PING on a stream is a connection error',
    [wire.frame(TYPE.PING, undefined, { payload: Buffer.alloc(8) })],
  ],
  [
    'rst-on-an-idle-stream',
    '6.4: RST_STREAM on an idle stream is a connection error',
    [wire.rst('CANCEL', { id: 101 })],
  ],
  [
    'rst-on-the-connection',
    '6.4: RST_STREAM on stream 0 is a connection error',
    [wire.rst('CANCEL', CONNECTION)],
  ],
  [
    'data-on-the-connection',
    '6.1: DATA on stream 0 is a connection error',
    [wire.frame(TYPE.DATA, CONNECTION, { payload: framed(MESSAGE) })],
  ],
  [
    'data-on-an-idle-stream',
    '5.1: DATA on an idle stream is a connection error',
    [wire.frame(TYPE.DATA, { id: 101 }, { payload: framed(MESSAGE) })],
  ],
  [
    'headers-on-the-connection',
    '6.2: HEADERS on stream 0 is a connection error',
    [wire.headers(HEADERS, { stream: CONNECTION })],
  ],
  [
    'padding-longer-than-the-frame',
    '6.1: padding as long as the payload is a connection error',
    [
      part.headers,
      wire.frame(TYPE.DATA, undefined, { flags: FLAG.PADDED, payload: Buffer.from([200, 1, 2]) }),
    ],
  ],
  [
    'continuation-alone',
    '6.10: CONTINUATION without a block that is open is a connection error',
    [
      wire.frame(TYPE.CONTINUATION, undefined, {
        flags: FLAG.END_HEADERS,
        payload: Buffer.from([0x88]),
      }),
    ],
  ],
  [
    'data-in-a-block',
    '4.3: another frame between HEADERS and CONTINUATION is a connection error',
    [wire.headers(HEADERS, { noEndHeaders: true }), part.message],
  ],
  [
    'push-promise',
    '8.4: a client that has disabled push treats PUSH_PROMISE as a connection error',
    [
      wire.frame(TYPE.PUSH_PROMISE, undefined, {
        flags: FLAG.END_HEADERS,
        payload: Buffer.from([0, 0, 0, 2, 0x82, 0x86, 0x84]),
      }),
    ],
  ],
  [
    'frame-of-5-mib',
    '4.2: a frame above SETTINGS_MAX_FRAME_SIZE is an error',
    [
      part.headers,
      wire.write(Buffer.from([0x50, 0, 0, 0, 0, 0, 0, 0, 1])),
      wire.repeat(320, [wire.write(Buffer.alloc(16_384))]),
    ],
  ],
];

function forbidden([id, section, steps]: (typeof FORBIDDEN)[number]): CaseInit {
  return badServer({
    id: `frames/forbidden/${id}`,
    title: `A call fails when the server does what HTTP/2 forbids: ${id.replaceAll('-', ' ')}`,
    source: `RFC 9113, ${section}; ${ERROR}`,
    steps: [...steps, ...ANSWER],
    code: REFUSED,
  });
}

/** What only matters to a client that still sends. */
const UPLOADS: readonly (readonly [id: string, section: string, steps: readonly RawStep[]])[] = [
  ['window-update-of-0', '6.9: an increment of 0 is a stream error', [wire.windowUpdate(0)]],
  [
    'window-overflow',
    '6.9.1: a window beyond 2^31-1 is a stream error',
    [wire.windowUpdate(0x7fffffff), wire.windowUpdate(0x7fffffff)],
  ],
];

function underUpload([id, section, steps]: (typeof UPLOADS)[number]): CaseInit {
  return badServer({
    id: `frames/forbidden/${id}`,
    title: `An upload fails when the server does what HTTP/2 forbids: ${id.replaceAll('-', ' ')}`,
    source: `RFC 9113, ${section}; ${ERROR}`,
    kind: 'client-stream',
    plan: { steps: [request(true)] },
    connection: { noWindows: true },
    atOnce: [UNDER_WAY, ...steps],
    code: REFUSED,
  });
}

/** Frames that HTTP/2 forbids, before an answer that is otherwise good. */
export const forbiddenFrames: readonly CaseInit[] = [
  ...FORBIDDEN.map(forbidden),
  ...UPLOADS.map(underUpload),
];
