import { SETTING, TYPE } from '../../../contract/http2.ts';
import type { CaseInit } from '../../define.ts';
import { wire } from '../script.ts';
import { frameBytes, many } from './bytes.ts';
import { misuse } from './misuse.ts';
import { another, bad, connectionError, EITHER, LIMIT_MS, SEEN, whole } from './request.ts';

/** SETTINGS and PING of the client. */

/** Identifiers (RFC 9113, 6.5.2). */

const MAX_WINDOW = 0x7fffffff;

type Setting = readonly [id: number, value: number];

function legal(id: string, title: string, ...settings: readonly Setting[]): CaseInit {
  return bad({
    id: `settings/${id}`,
    title,
    source: 'RFC 9113, 6.5.2',
    script: { settings: settings.map(([id, value]) => ({ id, value })) },
    reply: 'OK',
    facts: { 'settings acks': '1', goaway: 'none' },
    observed: SEEN,
  });
}

const taken = [
  legal('unknown', 'An unknown setting is passed over', [0xabcd, 7]),
  legal('no-table', 'Without a dynamic table of the client a call is answered', [
    SETTING.HEADER_TABLE_SIZE,
    0,
  ]),
  legal('large-table', 'A dynamic table of 4 GiB - 1 is an offer', [
    SETTING.HEADER_TABLE_SIZE,
    0xffffffff,
  ]),
  legal('no-push', 'Push may be switched off', [SETTING.ENABLE_PUSH, 0]),
  legal('no-streams', 'A client may forbid streams of the server', [
    SETTING.MAX_CONCURRENT_STREAMS,
    0,
  ]),
  legal('large-frames', 'Frames of 16 MiB - 1 are an offer', [SETTING.MAX_FRAME_SIZE, 0xffffff]),
  legal('large-window', 'The largest window is a window', [
    SETTING.INITIAL_WINDOW_SIZE,
    MAX_WINDOW,
  ]),
  bad({
    id: 'settings/no-headers',
    title: 'A client that takes header lists of 0 bytes is answered, or not',
    source:
      'RFC 9113, 6.5.2: MAX_HEADER_LIST_SIZE is advisory; a server that keeps to it can answer in no way but RST_STREAM',
    script: { settings: [{ id: SETTING.MAX_HEADER_LIST_SIZE, value: 0 }] },
    reply: ['OK', 'RST_STREAM INTERNAL_ERROR'],
    observed: SEEN,
  }),
];

const RANGE = '6.5.2: values out of range';
const refused = [
  misuse(
    { id: 'settings/push-2', title: 'ENABLE_PUSH 2', section: RANGE, error: 'PROTOCOL_ERROR' },
    wire.settings([[SETTING.ENABLE_PUSH, 2]]),
  ),
  misuse(
    {
      id: 'settings/window-over',
      title: 'INITIAL_WINDOW_SIZE 2^31',
      section: RANGE,
      error: 'FLOW_CONTROL_ERROR',
    },
    wire.settings([[SETTING.INITIAL_WINDOW_SIZE, MAX_WINDOW + 1]]),
  ),
  misuse(
    {
      id: 'settings/small-frames',
      title: 'MAX_FRAME_SIZE 100',
      section: RANGE,
      error: 'PROTOCOL_ERROR',
    },
    wire.settings([[SETTING.MAX_FRAME_SIZE, 100]]),
  ),
  misuse(
    {
      id: 'settings/five-bytes',
      title: 'SETTINGS of five bytes',
      section: '6.5',
      error: 'FRAME_SIZE_ERROR',
    },
    wire.frame(TYPE.SETTINGS, { id: 0 }, { payload: Buffer.alloc(5) }),
  ),
  misuse(
    {
      id: 'settings/on-a-stream',
      title: 'SETTINGS on a stream',
      section: '6.5',
      error: 'PROTOCOL_ERROR',
    },
    wire.frame(TYPE.SETTINGS, { call: 1 }),
  ),
  misuse(
    {
      id: 'settings/ack-with-content',
      title: 'An acknowledgement with content',
      section: '6.5',
      error: 'FRAME_SIZE_ERROR',
    },
    wire.frame(TYPE.SETTINGS, { id: 0 }, { flags: 1, payload: Buffer.alloc(6) }),
  ),
  misuse(
    {
      id: 'ping/seven-bytes',
      title: 'A PING of seven bytes',
      section: '6.7',
      error: 'FRAME_SIZE_ERROR',
    },
    wire.frame(TYPE.PING, { id: 0 }, { payload: Buffer.alloc(7) }),
  ),
  misuse(
    {
      id: 'ping/on-a-stream',
      title: 'A PING on a stream',
      section: '6.7',
      error: 'PROTOCOL_ERROR',
    },
    wire.frame(TYPE.PING, { call: 1 }, { payload: Buffer.alloc(8) }),
  ),
];

/**
 * Two thousand of something that may have to be answered, 500 at a time: with 1,000 at once a server's own
 * limit of answers that wait is a race between its reads and its writes. A call that is answered has been
 * read behind all that came before it.
 */
function flood(id: string, title: string, frame: Uint8Array): CaseInit {
  const round = [wire.write(many(500, () => frame)), ...another()];
  return bad({
    id: `flood/${id}`,
    title: `Among 2,000 ${title} calls are answered, or the connection ended`,
    source:
      'RFC 9113, 10.5: "An endpoint MAY treat activity that is suspicious as a connection error of type ENHANCE_YOUR_CALM"; 5.4.1: GOAWAY is a SHOULD',
    steps: [...round, ...round, ...round, ...round],
    reply: ['OK', ...connectionError('ENHANCE_YOUR_CALM')],
    observed: EITHER,
  });
}

const floods = [
  flood('ping', 'PING frames', frameBytes(TYPE.PING, 0, Buffer.alloc(8, 1))),
  flood(
    'settings',
    'SETTINGS frames',
    frameBytes(TYPE.SETTINGS, 0, Buffer.from([0, 5, 0, 0, 0x50, 0])),
  ),
  flood('empty-settings', 'empty SETTINGS frames', frameBytes(TYPE.SETTINGS, 0)),
  flood('priority', 'PRIORITY frames', frameBytes(TYPE.PRIORITY, 3, Buffer.alloc(5))),
  flood(
    'window-update',
    'WINDOW_UPDATE frames',
    frameBytes(TYPE.WINDOW_UPDATE, 0, Buffer.from([0, 0, 0, 1])),
  ),
  flood('unknown', 'frames of an unknown type', frameBytes(0xfa, 0)),
];

const pings = bad({
  id: 'ping/two',
  title: 'Two PINGs are acknowledged',
  source: 'RFC 9113, 6.7: "MUST send a PING frame with the ACK flag"',
  steps: [wire.ping(1), wire.ping(2), wire.awaitAcks(TYPE.PING, 2, LIMIT_MS), ...whole()],
  reply: 'OK',
  facts: { 'ping acks': '2', goaway: 'none' },
  observed: SEEN,
});

/** What the connection itself is told. */
export const settings: readonly CaseInit[] = [...taken, ...refused, ...floods, pings];
