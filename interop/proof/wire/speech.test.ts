import { create } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { Block, Direction, Frame_Kind, FrameSchema } from '../../contract/generated.ts';
import type { WireRecord } from '../../contract/wire.ts';
import { payloadsOf, TO_CLIENT, TO_SERVER } from './payloads.ts';
import { speechOf, spoken } from './speech.ts';
import { tamper } from './tamperings.ts';

const UNARY = '/crosswire.probe.v1.Probe/Unary';
/** A body of `abc`, as a request and as a response. */
const [REQUEST, RESPONSE] = [Uint8Array.of(18, 3, 97, 98, 99), Uint8Array.of(10, 3, 97, 98, 99)];

/** A record of a request and a response, with these headers and bodies. */
function record(type: string, request: string, status: string, response: string): WireRecord {
  const frame = (direction: Direction, headers: Record<string, string>, body: string) => [
    create(FrameSchema, {
      ...{ kind: Frame_Kind.FRAME, direction, type: 1 },
      headers: Object.entries(headers).map(([name, value]) => ({
        ...{ name, value: Buffer.from(value) },
      })),
    }),
    create(FrameSchema, {
      ...{ kind: Frame_Kind.FRAME, direction, payload: Buffer.from(body, 'latin1') },
    }),
  ];
  const frames = [
    ...frame(Direction.TO_SERVER, { ':path': UNARY, 'content-type': type }, request),
    ...frame(Direction.TO_CLIENT, { ':status': status }, response),
  ];
  return { openedAt: new Date(0), frames, framesLeftOut: 0, applied: [] };
}

const enveloped = (body: Uint8Array, flags = 0) =>
  `${String.fromCharCode(flags)}\0\0\0${String.fromCharCode(body.length)}${Buffer.from(body).toString('latin1')}`;

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

it.each([
  ['application/grpc', 'grpc', false, false],
  ['application/grpc-web+proto', 'grpc-web', false, false],
  ['application/grpc-web+json', 'grpc-web', false, true],
  ['application/connect+json', 'connect', false, true],
  ['application/proto', 'connect', true, false],
  ['application/json', 'connect', true, true],
] as const)('knows a call by its content type, %s', (type, protocol, bare, json) => {
  expect(speechOf(record(type, '', '200', ''))).toEqual({ path: UNARY, protocol, bare, json });
});

it('finds messages in envelopes, and leaves out what ends a response', () => {
  const end = enveloped(Buffer.from('grpc-status: 0\r\n'), 0x80);
  const response = enveloped(RESPONSE) + end;
  const one = record('application/grpc-web+proto', enveloped(REQUEST), '200', response);
  expect(payloadsOf(one, TO_SERVER)).toEqual([Buffer.from(REQUEST)]);
  expect(payloadsOf(one, TO_CLIENT)).toEqual([Buffer.from(RESPONSE)]);
});

it('finds messages that are the body, in JSON too, and none in an error', () => {
  const binary = record('application/proto', text(REQUEST), '404', '{"code":"not_found"}');
  expect(payloadsOf(binary, TO_SERVER)).toEqual([Buffer.from(REQUEST)]);
  expect(payloadsOf(binary, TO_CLIENT)).toEqual([]);
  const json = record('application/json', '{"body":"YWJj"}', '200', '{"body":"YWJj"}');
  expect(payloadsOf(json, TO_SERVER)).toEqual([REQUEST]);
  expect(payloadsOf(json, TO_CLIENT)).toEqual([RESPONSE]);
});

it('says messages in the codec of the call', () => {
  const json = speechOf(record('application/connect+json', '', '200', ''));
  const said = spoken(json, tamper.insert(TO_CLIENT, 0, RESPONSE));
  expect(said.change?.case === 'insertMessage' && said.change.value.payload).toEqual(
    Buffer.from('{"body":"YWJj"}'),
  );
});

it.each([
  ['2H', '7200000'],
  ['7M', '420000'],
  ['9S', '9000'],
  ['200m', '200'],
])('says a timeout of %s in milliseconds in Connect alone', (timeout, ms) => {
  const set = tamper.request('grpc-timeout', timeout);
  const value = (name: string, text: string) => ({
    change: {
      case: 'setField',
      value: { block: Block.REQUEST, name, value: Buffer.from(text) },
    },
  });
  const connect = speechOf(record('application/proto', '', '200', ''));
  expect(spoken(connect, set)).toEqual(value('connect-timeout-ms', ms));
  const web = speechOf(record('application/grpc-web', '', '200', ''));
  expect(spoken(web, set)).toEqual(value('grpc-timeout', timeout));
});
