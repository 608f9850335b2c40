import { expect, it } from 'vitest';
import { ERROR_CODES, errorOf, SETTING, settingName, TYPE, typeName } from './http2.ts';

it('has the types of frames of RFC 9113, 6, and no more', () => {
  expect(Object.values(TYPE).map(typeName)).toEqual(Object.keys(TYPE));
  expect([typeName(0x9), typeName(0xa)]).toEqual(['CONTINUATION', undefined]);
});

it('has the error codes of RFC 9113, 7', () => {
  expect(ERROR_CODES).toHaveLength(0xe);
  expect(ERROR_CODES[0xd]).toBe('HTTP_1_1_REQUIRED');
});

it('names settings, those too that nobody knows', () => {
  expect([SETTING.MAX_HEADER_LIST_SIZE, 7].map(settingName)).toEqual([
    'MAX_HEADER_LIST_SIZE',
    'setting 7',
  ]);
});

it('reads error codes where a frame has one', () => {
  expect(errorOf(TYPE.RST_STREAM, Uint8Array.of(0, 0, 0, 8))).toBe('CANCEL');
  expect(errorOf(TYPE.GOAWAY, Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 99))).toBe('code 99');
  expect(errorOf(TYPE.GOAWAY, Uint8Array.of(0, 0, 0, 8))).toBeUndefined();
  expect(errorOf(TYPE.PING, new Uint8Array(8))).toBeUndefined();
});
