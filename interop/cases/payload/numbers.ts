import { type Content, ENCODING, PROTOJSON } from './echo.ts';

/** A field of Everything with a number in it: its name in JSON, its tag, its values in bytes and in JSON. */
interface Row {
  readonly name: string;
  /** The tag in hex: field number × 8 + wire type, as a varint. */
  readonly tag: string;
  readonly values: readonly (readonly [id: string, bytes: string, json: string | number])[];
}

const MINUS_ONE = 'ff ff ff ff ff ff ff ff ff 01';
const LEAST_32 = '80 80 80 80 f8 ff ff ff ff 01';
const LEAST_64 = '80 80 80 80 80 80 80 80 80 01';
const MOST_64 = 'ff ff ff ff ff ff ff ff 7f';
/** 2^53 + 1, the first whole number that a double can't hold. */
const BEYOND_DOUBLE = '81 80 80 80 80 80 80 10';
const BEYOND = '9007199254740993';

/** The integers: wire type 0 plain and zigzag, 1 and 5. */
const INTEGERS: readonly Row[] = [
  {
    name: 'int32Value',
    tag: '18',
    values: [
      ['one', '01', 1],
      ['minus-one', MINUS_ONE, -1],
      ['least', LEAST_32, -2147483648],
      ['most', 'ff ff ff ff 07', 2147483647],
    ],
  },
  {
    name: 'int64Value',
    tag: '20',
    values: [
      ['minus-one', MINUS_ONE, '-1'],
      ['least', LEAST_64, '-9223372036854775808'],
      ['most', MOST_64, '9223372036854775807'],
      ['beyond-double', BEYOND_DOUBLE, BEYOND],
    ],
  },
  { name: 'uint32Value', tag: '28', values: [['most', 'ff ff ff ff 0f', 4294967295]] },
  {
    name: 'uint64Value',
    tag: '30',
    values: [
      ['most', MINUS_ONE, '18446744073709551615'],
      ['beyond-double', BEYOND_DOUBLE, BEYOND],
    ],
  },
  {
    name: 'sint32Value',
    tag: '38',
    values: [
      ['minus-one', '01', -1],
      ['least', 'ff ff ff ff 0f', -2147483648],
      ['most', 'fe ff ff ff 0f', 2147483647],
    ],
  },
  {
    name: 'sint64Value',
    tag: '40',
    values: [
      ['minus-one', '01', '-1'],
      ['least', MINUS_ONE, '-9223372036854775808'],
      ['most', 'fe ff ff ff ff ff ff ff ff 01', '9223372036854775807'],
    ],
  },
  { name: 'fixed32Value', tag: '4d', values: [['most', 'ff ff ff ff', 4294967295]] },
  {
    name: 'fixed64Value',
    tag: '51',
    values: [
      ['most', 'ff ff ff ff ff ff ff ff', '18446744073709551615'],
      ['beyond-double', '01 00 00 00 00 00 20 00', BEYOND],
    ],
  },
  {
    name: 'sfixed32Value',
    tag: '5d',
    values: [
      ['minus-one', 'ff ff ff ff', -1],
      ['least', '00 00 00 80', -2147483648],
      ['most', 'ff ff ff 7f', 2147483647],
    ],
  },
  {
    name: 'sfixed64Value',
    tag: '61',
    values: [
      ['minus-one', 'ff ff ff ff ff ff ff ff', '-1'],
      ['least', '00 00 00 00 00 00 00 80', '-9223372036854775808'],
      ['most', 'ff ff ff ff ff ff ff 7f', '9223372036854775807'],
    ],
  },
];

/** IEEE 754, least significant byte first. */
const FLOATS: readonly Row[] = [
  {
    name: 'doubleValue',
    tag: '09',
    values: [
      ['one-tenth', '9a 99 99 99 99 99 b9 3f', 0.1],
      ['most', 'ff ff ff ff ff ff ef 7f', 1.7976931348623157e308],
      ['least', 'ff ff ff ff ff ff ef ff', -1.7976931348623157e308],
      ['smallest', '01 00 00 00 00 00 00 00', 5e-324],
      ['infinity', '00 00 00 00 00 00 f0 7f', 'Infinity'],
      ['minus-infinity', '00 00 00 00 00 00 f0 ff', '-Infinity'],
      ['nan', '00 00 00 00 00 00 f8 7f', 'NaN'],
    ],
  },
  {
    name: 'floatValue',
    tag: '15',
    values: [
      ['one-and-a-half', '00 00 c0 3f', 1.5],
      ['infinity', '00 00 80 7f', 'Infinity'],
      ['minus-infinity', '00 00 80 ff', '-Infinity'],
      ['nan', '00 00 c0 7f', 'NaN'],
    ],
  },
];

/** What JSON may say in several ways, or not at all (-0 "is considered equivalent to 0"): the bytes tell. */
const BYTES_TELL: readonly (readonly [name: string, id: string, bytes: string])[] = [
  ['doubleValue', 'minus-zero', '09 00 00 00 00 00 00 00 80'],
  ['floatValue', 'minus-zero', '15 00 00 00 80'],
  ['floatValue', 'one-tenth', '15 cd cc cc 3d'],
  ['floatValue', 'most', '15 ff ff 7f 7f'],
  ['floatValue', 'least', '15 ff ff 7f ff'],
  ['floatValue', 'smallest', '15 01 00 00 00'],
];

const inBytes: readonly Content[] = BYTES_TELL.map(([name, id, bytes]) => ({
  id: `number/${name.replace('Value', '-value')}/${id}`,
  title: `${name} ${id.replace('-', ' ')}`,
  bytes,
  json: {},
  without: [name],
  source: `${ENCODING}: eight or four bytes as IEEE 754 has them`,
}));

function contents({ name, tag, values }: Row): Content[] {
  return values.map(([id, bytes, json]) => ({
    id: `number/${name.replace('Value', '-value')}/${id}`,
    title: `${name} ${json}`,
    bytes: `${tag} ${bytes}`,
    json: { [name]: json },
    source: `${ENCODING}; ${PROTOJSON}: 64-bit integers are strings, and so are NaN and the infinities`,
  }));
}

/** Every kind of number, at its edges. */
export const numbers: readonly Content[] = [
  ...[...INTEGERS, ...FLOATS].flatMap(contents),
  ...inBytes,
];
