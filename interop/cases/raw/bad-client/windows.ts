import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { SETTING, TYPE } from '../../../contract/http2.ts';
import { field } from '../../bytes.ts';
import { type CaseInit, step } from '../../define.ts';
import { framed, type RawStep, wire } from '../script.ts';
import { frameBytes, many } from './bytes.ts';
import { misuse, streamMisuse } from './misuse.ts';
import { bad, EITHER, head, LIMIT_MS, message, PATHS, SEEN, streamError } from './request.ts';

const MAX_WINDOW = 0x7fffffff;
/** The largest frame that every server takes (RFC 9113, 4.2). */
const FRAME = 16_384;

const CALLED: readonly RawStep[] = [
  wire.headers(head(), { stream: 'new' }),
  wire.data(message(), { endStream: true }),
];

/** The handler reads nothing more, and ends the call after a second. */
const ASLEEP = message({
  steps: [
    step.sendBody(3),
    { action: { case: 'sleep', value: { duration: durationFromMs(1000) } } },
  ],
});
/** A message of 3 MiB. */
const LARGE = framed(field(2, Buffer.alloc(192 * FRAME)));

/** Flow control. */
export const windows: readonly CaseInit[] = [
  bad({
    id: 'window/opened-late',
    title: 'A response waits for the window, and comes when it opens',
    source: 'RFC 9113, 6.9.1',
    script: { settings: [{ id: SETTING.INITIAL_WINDOW_SIZE, value: 0 }] },
    steps: [
      ...CALLED,
      wire.sleep(100),
      wire.windowUpdate(1, { call: 1 }),
      wire.sleep(100),
      wire.windowUpdate(1000, { call: 1 }),
      wire.awaitEnd(undefined, LIMIT_MS),
    ],
    reply: 'OK',
    observed: SEEN,
  }),
  bad({
    id: 'window/opened-by-settings',
    title: 'A response waits for the window, and comes when SETTINGS open it',
    source: 'RFC 9113, 6.9.2',
    script: { settings: [{ id: SETTING.INITIAL_WINDOW_SIZE, value: 0 }] },
    steps: [
      ...CALLED,
      wire.sleep(100),
      wire.settings([[SETTING.INITIAL_WINDOW_SIZE, 1000]]),
      wire.awaitEnd(undefined, LIMIT_MS),
    ],
    reply: 'OK',
    observed: SEEN,
  }),
  bad({
    id: 'window/overrun',
    kind: 'bidi-stream',
    title:
      "3 MiB of DATA that the server's windows have no room for are FLOW_CONTROL_ERROR, or taken",
    source:
      'RFC 9113, 6.9: "A receiver MAY respond with a stream error or connection error of type FLOW_CONTROL_ERROR if it is unable to accept a frame"',
    steps: [
      wire.headers(head({ ':path': PATHS['bidi-stream'] }), { stream: 'new' }),
      wire.data(ASLEEP),
      wire.awaitFrames(TYPE.HEADERS, 1, { call: 1 }, LIMIT_MS),
      wire.write(
        many(193, (at) => frameBytes(TYPE.DATA, 1, LARGE.subarray(at * FRAME, (at + 1) * FRAME))),
      ),
      wire.awaitEnd({ call: 1 }, LIMIT_MS),
    ],
    reply: ['OK', ...streamError('FLOW_CONTROL_ERROR')],
    observed: EITHER,
  }),
  misuse(
    {
      id: 'window/connection-over',
      title: 'More than 2^31 - 1 on the connection',
      section: '6.9.1',
      error: 'FLOW_CONTROL_ERROR',
    },
    wire.windowUpdate(MAX_WINDOW, { id: 0 }),
    wire.windowUpdate(MAX_WINDOW, { id: 0 }),
  ),
  misuse(
    {
      id: 'window/connection-zero',
      title: 'A WINDOW_UPDATE of 0 for the connection',
      section: '6.9',
      error: 'PROTOCOL_ERROR',
    },
    wire.windowUpdate(0, { id: 0 }),
  ),
  misuse(
    {
      id: 'window/three-bytes',
      title: 'A WINDOW_UPDATE of three bytes',
      section: '6.9',
      error: 'FRAME_SIZE_ERROR',
    },
    wire.frame(TYPE.WINDOW_UPDATE, { id: 0 }, { payload: Buffer.alloc(3) }),
  ),
  misuse(
    {
      id: 'window/idle-stream',
      title: 'A WINDOW_UPDATE for an idle stream',
      section: '5.1',
      error: 'PROTOCOL_ERROR',
    },
    wire.windowUpdate(10, { id: 99 }),
  ),
  streamMisuse(
    {
      id: 'window/stream-over',
      title: 'More than 2^31 - 1 on a stream',
      section: '6.9.1',
      error: 'FLOW_CONTROL_ERROR',
    },
    wire.windowUpdate(MAX_WINDOW, { call: 1 }),
    wire.windowUpdate(MAX_WINDOW, { call: 1 }),
  ),
  streamMisuse(
    {
      id: 'window/stream-zero',
      title: 'A WINDOW_UPDATE of 0 for a stream',
      section: '6.9',
      error: 'PROTOCOL_ERROR',
    },
    wire.windowUpdate(0, { call: 1 }),
  ),
  misuse(
    {
      id: 'window/settings-over',
      title: 'SETTINGS that take a window beyond 2^31 - 1',
      section: '6.9.2',
      error: 'FLOW_CONTROL_ERROR',
    },
    wire.windowUpdate(MAX_WINDOW - 65_535, { call: 1 }),
    wire.settings([[SETTING.INITIAL_WINDOW_SIZE, 65_536]]),
  ),
];
