import type { Json } from '../../contract/case.ts';
import { type Content, ENCODING, PROTOJSON } from './echo.ts';

/** google/protobuf/*.proto, with their own forms in JSON. */

const times: readonly Content[] = [
  ['epoch', '00', '1970-01-01T00:00:00Z'],
  ['negative', '0b 08 ff ff ff ff ff ff ff ff ff 01', '1969-12-31T23:59:59Z'],
  // 1 s before the epoch and 0.5 s on: nanos count forward.
  [
    'negative-half',
    '11 08 ff ff ff ff ff ff ff ff ff 01 10 80 ca b5 ee 01',
    '1969-12-31T23:59:59.500Z',
  ],
  ['first', '0b 08 80 92 b8 c3 98 fe ff ff ff 01', '0001-01-01T00:00:00Z'],
  ['last', '0d 08 ff 82 d1 ff af 07 10 ff 93 eb dc 03', '9999-12-31T23:59:59.999999999Z'],
].map(([id = '', bytes = '', json = '']) => ({
  id: `timestamp/${id}`,
  title: `The time ${json}`,
  bytes: `ca 02 ${bytes}`,
  json: { timestamp: json },
  source: `google/protobuf/timestamp.proto; ${PROTOJSON}: RFC 3339, Z, and 0, 3, 6 or 9 digits`,
}));

const durations: readonly Content[] = [
  ['zero', '00', '0s'],
  ['minus-half', '0b 10 80 b6 ca 91 fe ff ff ff ff 01', '-0.500s'],
  ['nanos', '06 08 01 10 ac e0 14', '1.000340012s'],
  ['most', '07 08 80 bc ae ce 97 09', '315576000000s'],
  ['least', '0b 08 80 c4 d1 b1 e8 f6 ff ff ff 01', '-315576000000s'],
].map(([id = '', bytes = '', json = '']) => ({
  id: `duration/${id}`,
  title: `The duration ${json}`,
  bytes: `d2 02 ${bytes}`,
  json: { duration: json },
  source: `google/protobuf/duration.proto; ${PROTOJSON}: 0, 3, 6 or 9 digits, with s`,
}));

const VALUES = `google/protobuf/struct.proto; ${PROTOJSON}: the plain JSON value`;
const values: readonly Content[] = [
  { id: 'null', title: 'A Value that is null', bytes: 'e2 02 02 08 00', json: { value: null } },
  {
    id: 'number',
    title: 'A Value that is a number',
    bytes: 'e2 02 09 11 00 00 00 00 00 00 f8 3f',
    json: { value: 1.5 },
  },
  {
    id: 'text',
    title: 'A Value that is an empty string',
    bytes: 'e2 02 02 1a 00',
    json: { value: '' },
  },
  { id: 'bool', title: 'A Value that is false', bytes: 'e2 02 02 20 00', json: { value: false } },
  { id: 'object', title: 'A Value that is {}', bytes: 'e2 02 02 2a 00', json: { value: {} } },
  { id: 'list', title: 'A Value that is []', bytes: 'e2 02 02 32 00', json: { value: [] } },
  {
    id: 'struct',
    title: 'A Struct with a list with null in it',
    // fields: key "a", value: list_value of one null_value
    bytes: 'da 02 0d 0a 0b 0a 01 61 12 06 32 04 0a 02 08 00',
    json: { struct: { a: [null] } },
  },
  {
    id: 'list-value',
    title: 'A ListValue of true and a string',
    bytes: 'ea 02 09 0a 02 20 01 0a 03 1a 01 61',
    json: { list: [true, 'a'] },
  },
  {
    id: 'nan',
    title: 'A Value that is NaN, for which there is no JSON',
    bytes: 'e2 02 09 11 00 00 00 00 00 00 f8 7f',
    source: `${ENCODING}; google/protobuf/struct.proto: "attempting to serialize NaN or Infinity results in error" is about JSON`,
  },
].map((one) => ({ source: VALUES, ...one, id: `value/${one.id}` }));

const INNER = 'type.googleapis.com/crosswire.payload.v1.Inner';
const UNKNOWN = 'type.googleapis.com/no.such.Type';
const ANY = 'type.googleapis.com/google.protobuf.Any';
const EMPTY = 'type.googleapis.com/google.protobuf.Empty';
const length = (of: string) => (of.length / 2).toString(16).padStart(2, '0');
/** An Any's own encoding; proto3 leaves out a value without bytes. */
const bare = (url: string, value: string): string => {
  const text = Buffer.from(url).toString('hex');
  return `0a${length(text)}${text}${value === '' ? '' : `12${length(value)}${value}`}`;
};
const any = (url: string, value: string): string => {
  const whole = bare(url, value);
  return `c202${length(whole)}${whole}`;
};

const BESIDE = `google/protobuf/any.proto; ${PROTOJSON}, Any: a value with a JSON mapping of its own is in a field named value`;

/** A type of google.protobuf in an Any: its name, its encoding in hex, and its own JSON. */
const SPECIAL: readonly (readonly [type: string, value: string, json: Json])[] = [
  ['Duration', '0801', '1s'],
  ['Timestamp', '', '1970-01-01T00:00:00Z'],
  ['Struct', '0a070a016112022001', { a: true }],
  ['Value', '0800', null],
  ['ListValue', '0a022001', [true]],
  ['FieldMask', '0a03615f62', 'aB'],
  ['Int64Value', '0805', '5'],
];

const specials = SPECIAL.map(([type, value, json]): Content => {
  const url = `type.googleapis.com/google.protobuf.${type}`;
  return {
    id: `any/${type.toLowerCase()}`,
    title: `An Any of a ${type}`,
    bytes: any(url, value),
    json: { any: { '@type': url, value: json } },
    source: BESIDE,
    tier: 'each-peer',
  };
});

const anys: readonly Content[] = [
  ...specials,
  {
    id: 'any/any',
    title: 'An Any in an Any',
    bytes: any(ANY, bare(INNER, '0a0161')),
    json: { any: { '@type': ANY, value: { '@type': INNER, text: 'a' } } },
    source: BESIDE,
    tier: 'each-peer',
  },
  {
    id: 'any/empty',
    title: 'An Any of an Empty',
    bytes: any(EMPTY, ''),
    json: { any: { '@type': EMPTY } },
    source: `google/protobuf/any.proto; ${PROTOJSON}, Any: "google.protobuf.Empty is not considered to have any special JSON mapping", so that there is no value`,
    issue: 'golang/protobuf#1707',
    tier: 'each-peer',
  },
  {
    id: 'any/nothing',
    title: 'An Any without a type and without a value',
    bytes: 'c202 00',
    json: { any: {} },
    source: `google/protobuf/any.proto; ${PROTOJSON}: an Any is written as its message with @type beside it, and here is neither`,
    tier: 'each-peer',
  },
  {
    id: 'any/known',
    title: 'An Any of a message that is known',
    bytes: any(INNER, '0a0161'),
    json: { any: { '@type': INNER, text: 'a' } },
    source: `google/protobuf/any.proto; ${PROTOJSON}: the message's own fields beside @type`,
  },
  {
    id: 'any/known-bytes',
    title: 'An Any of a message that is known, by its bytes',
    bytes: any(INNER, '0a0161'),
    source: 'google/protobuf/any.proto: the value is bytes, which nobody needs to understand',
  },
  {
    id: 'any/unknown',
    title: 'An Any of a type that nobody knows',
    bytes: any(UNKNOWN, '0801'),
    source: 'google/protobuf/any.proto: the value is bytes, which nobody needs to understand',
  },
  {
    id: 'any/not-a-message',
    title: 'An Any whose value is no message of its type',
    bytes: any(INNER, 'ff'),
    source: 'google/protobuf/any.proto: the value is bytes, which nobody needs to understand',
  },
];

const WRAPPERS: readonly (readonly [
  json: string,
  tag: string,
  value: string | number | boolean,
])[] = [
  ['wrappedDouble', '92 03', 0],
  ['wrappedFloat', '9a 03', 0],
  ['wrappedInt64', 'a2 03', '0'],
  ['wrappedUint64', 'aa 03', '0'],
  ['wrappedInt32', 'b2 03', 0],
  ['wrappedUint32', 'ba 03', 0],
  ['wrappedBool', 'c2 03', false],
  ['wrappedString', 'ca 03', ''],
  ['wrappedBytes', 'd2 03', ''],
];

const wrappers: readonly Content[] = WRAPPERS.map(([name, tag, value]) => ({
  id: `wrapper/${name.replace('wrapped', '').toLowerCase()}`,
  title: `A wrapper that is there, with the default in it: ${name}`,
  bytes: `${tag} 00`,
  json: { [name]: value },
  source: `google/protobuf/wrappers.proto; ${PROTOJSON}: the bare value`,
}));

const others: readonly Content[] = [
  {
    id: 'wrapper/beyond-double',
    title: 'A wrapped 2^53 + 1',
    bytes: 'a2 03 09 08 81 80 80 80 80 80 80 10',
    json: { wrappedInt64: '9007199254740993' },
  },
  {
    id: 'field-mask/empty',
    title: 'A FieldMask without paths',
    bytes: 'f2 02 00',
    json: { fieldMask: '' },
  },
  {
    id: 'field-mask/paths',
    title: 'A FieldMask of two paths',
    bytes: 'f2 02 16 0a 06 61 5f 62 2e 63 64 0a 0c 74 65 78 74 5f 62 79 5f 74 65 78 74',
    json: { fieldMask: 'aB.cd,textByText' },
    source: `google/protobuf/field_mask.proto; ${PROTOJSON}: lowerCamelCase, joined with commas`,
  },
  { id: 'empty/set', title: 'An Empty that is there', bytes: 'fa 02 00', json: { empty: {} } },
];

/** Timestamp, Duration, Struct and its kin, Any, wrappers, FieldMask, Empty. */
export const wellKnown: readonly Content[] = [
  ...[...times, ...durations, ...values, ...anys, ...wrappers, ...others],
];
