import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import {
  Direction,
  type Frame,
  Frame_Kind,
  FrameSchema,
  ObservationSchema,
  OutcomeSchema,
} from '../contract/generated.ts';
import { FLAG, TYPE } from '../contract/http2.ts';
import { factFields, serverFacts } from './facts.ts';
import { judge } from './judge.ts';
import { encodingsOf, replyOf } from './reply.ts';

type Init = Omit<MessageInitShape<typeof FrameSchema>, '$typeName'>;

const { TO_CLIENT, TO_SERVER } = Direction;
const frame = (init: Init): Frame =>
  create(FrameSchema, { connection: 1, kind: Frame_Kind.FRAME, ...init });
const block = (streamId: number, fields: Readonly<Record<string, string>>, flags = 0) =>
  frame({
    direction: TO_CLIENT,
    type: TYPE.HEADERS,
    streamId,
    flags,
    headers: Object.entries(fields).map(([name, text]) => ({ name, value: Buffer.from(text) })),
  });
const request = (streamId: number, connection = 1) =>
  frame({ direction: TO_SERVER, type: TYPE.HEADERS, streamId, connection });
const reset = (streamId: number, code: number, direction = TO_CLIENT) =>
  frame({ direction, type: TYPE.RST_STREAM, streamId, payload: Uint8Array.of(0, 0, 0, code) });
const goaway = (last: number, code: number, direction = TO_CLIENT) =>
  frame({ direction, type: TYPE.GOAWAY, payload: Uint8Array.of(0, 0, 0, last, 0, 0, 0, code) });
const closed = frame({ direction: TO_CLIENT, kind: Frame_Kind.ENDED });
const opened = (connection: number) =>
  frame({ direction: TO_SERVER, kind: Frame_Kind.OPENED, connection });
const bytes = (text: string) =>
  frame({ direction: TO_CLIENT, kind: Frame_Kind.BYTES, payload: Buffer.from(text) });
const END = FLAG.END_STREAM;

describe('reply', () => {
  const ok = [block(1, { ':status': '200' }), block(1, { 'grpc-status': '0' }, END)];

  it.each<[string, readonly Frame[]]>([
    ['OK', ok],
    ['NOT_FOUND', [block(1, { ':status': '200', 'grpc-status': '5' }, END)]],
    ['OK', [block(1, { ':status': '103' }), ...ok]],
    ['HTTP 415', [block(1, { ':status': '415' }, END)]],
    ['HTTP 415 INTERNAL', [block(1, { ':status': '415', 'grpc-status': '13' }, END)]],
    ['HTTP none', [block(1, { 'content-type': 'application/grpc' }, END)]],
    ['status "abc"', [block(1, { ':status': '200', 'grpc-status': 'abc' }, END)]],
    ['status "17"', [block(1, { ':status': '200', 'grpc-status': '17' }, END)]],
    ['status "00"', [block(1, { ':status': '200', 'grpc-status': '00' }, END)]],
    ['no status', [block(1, { ':status': '200' }, END)]],
    ['RST_STREAM CANCEL', [block(1, { ':status': '200' }), reset(1, 8)]],
    ['RST_STREAM code 99', [reset(1, 99)]],
    ['NOT_FOUND', [block(1, { ':status': '200', 'grpc-status': '5' }, END), reset(1, 0), closed]],
    [
      'RST_STREAM PROTOCOL_ERROR',
      [reset(1, 1), block(1, { ':status': '200', 'grpc-status': '5' }, END)],
    ],
    ['GOAWAY PROTOCOL_ERROR', [goaway(0, 1), closed]],
    ['GOAWAY PROTOCOL_ERROR', [goaway(1, 1)]],
    ['GOAWAY NO_ERROR', [goaway(0, 0)]],
    ['GOAWAY NO_ERROR', [goaway(1, 0), closed]],
    ['nothing', [goaway(1, 0)]],
    ['OK', [goaway(1, 0), ...ok]],
    ['HTTP/1.1 400', [bytes('HTTP/1.1 400 Bad Request\r\n\r\n'), closed]],
    ['closed', [closed]],
    ['closed', [frame({ direction: TO_CLIENT, kind: Frame_Kind.RESET })]],
    ['nothing', [block(1, { ':status': '200' })]],
    ['nothing', []],
  ])('is %s', (reply, answer) => {
    expect(replyOf([request(1), ...answer])).toBe(reply);
  });

  it('is of the last call alone', () => {
    expect(replyOf([request(1), request(3), ...ok])).toBe('nothing');
    expect(replyOf([request(1), request(3), ...ok, reset(3, 7)])).toBe('RST_STREAM REFUSED_STREAM');
  });

  it('tells what ended a connection without a call', () => {
    expect(replyOf([goaway(0, 1), closed])).toBe('GOAWAY PROTOCOL_ERROR');
    expect(replyOf([reset(1, 5)])).toBe('RST_STREAM STREAM_CLOSED');
    expect(replyOf([])).toBe('nothing');
  });
});

describe('encodings', () => {
  const said = (...values: readonly string[]) =>
    values.map((value) => block(3, { 'grpc-accept-encoding': value }));

  it.each<[string, readonly Frame[]]>([
    ['none', []],
    ['none', said('')],
    ['gzip', said('gzip')],
    ['deflate, gzip, identity', said('identity,gzip , deflate')],
    ['gzip, identity', said('identity', 'gzip')],
    ['none', [block(1, { 'grpc-accept-encoding': 'gzip' })]],
  ])('are %s', (text, answer) => {
    expect(encodingsOf([request(1), request(3), ...answer])).toBe(text);
  });
});

const ack = (type: number) => frame({ direction: TO_SERVER, type, flags: END });

describe('what a raw server saw', () => {
  it('counts connections and calls, and reads what the client sent and nothing of its own', () => {
    const frames = [
      ...[opened(1), request(1), request(3), opened(2), request(1, 2)],
      ...[ack(TYPE.PING), ack(TYPE.SETTINGS), ack(TYPE.SETTINGS)],
      frame({ direction: TO_SERVER, type: TYPE.PING }),
      ...[reset(1, 8, TO_SERVER), reset(3, 0, TO_SERVER), reset(1, 2)],
      ...[goaway(0, 0, TO_SERVER), goaway(0, 11)],
    ];
    expect(serverFacts(frames)).toEqual({
      connections: '2',
      codings: 'none',
      authority: 'none',
      calls: '3',
      'most at once': 'no limit',
      'ended by client': '0',
      'data first': '0',
      resets: 'CANCEL, NO_ERROR',
      goaway: 'NO_ERROR',
      'goaway text': 'none',
      end: 'open',
      'ping acks': '1',
      'settings acks': '2',
    });
  });

  it('is ended by the client only where that ended it first', () => {
    const ended = frame({ direction: TO_SERVER, kind: Frame_Kind.ENDED });
    expect(serverFacts([opened(1), ended, closed])).toMatchObject({ end: 'closed' });
    expect(serverFacts([opened(1), closed, ended])).toMatchObject({ end: 'open' });
  });

  it('tells what a client calls its server, and what its GOAWAY says', () => {
    const headers = [{ name: ':authority', value: Buffer.from('a.test:1') }];
    const payload = Buffer.from('0000000000000000746f6f206d616e79', 'hex');
    const frames = [
      frame({ direction: TO_SERVER, type: TYPE.HEADERS, streamId: 1, headers }),
      frame({ direction: TO_SERVER, type: TYPE.GOAWAY, payload }),
    ];
    expect(serverFacts(frames)).toMatchObject({ authority: 'a.test:1', 'goaway text': 'too many' });
  });

  it('is none where there is none', () => {
    expect(serverFacts([])).toMatchObject({ connections: '0', resets: 'none', goaway: 'none' });
  });
});

describe('factFields', () => {
  const frames = [request(1), reset(1, 8)];
  const seen = {
    outcome: create(OutcomeSchema, { frames }),
    observation: create(ObservationSchema, { frames: [opened(1)] }),
  };

  it('names each expected fact, reads its own side, and takes alternatives', () => {
    const fields = [
      ...factFields('outcome', { reply: ['OK', 'RST_STREAM CANCEL'], resets: 'none' }),
      ...factFields('observation', { connections: '1', calls: '1' }),
    ];
    expect(fields.map((field) => field.name)).toEqual([
      ...['facts.reply', 'facts.resets', 'observed.facts.connections', 'observed.facts.calls'],
    ]);
    expect(judge(fields, seen)).toEqual([
      { field: 'facts.resets', expected: 'none', actual: 'CANCEL' },
      { field: 'observed.facts.calls', expected: '1', actual: '0' },
    ]);
  });
});
