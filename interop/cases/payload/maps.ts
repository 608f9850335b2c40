import { type Content, ENCODING } from './echo.ts';

const SOURCE = `${ENCODING}, "Maps": an entry is a message of key 1 and value 2; a key or value that is left out is its default`;

/** One entry a map: of several the order is nobody's promise. */
export const maps: readonly Content[] = [
  {
    id: 'map/text-by-text',
    title: 'A map from string to string',
    bytes: 'f2 01 06 0a 01 6b 12 01 76', // "k": "v"
    json: { textByText: { k: 'v' } },
  },
  {
    id: 'map/default-key-and-value',
    title: 'A map whose key and value are empty strings',
    bytes: 'f2 01 04 0a 00 12 00',
    json: { textByText: { '': '' } },
  },
  {
    id: 'map/message-by-int32',
    title: 'A map from the least int32 to a message',
    bytes: 'fa 01 10 08 80 80 80 80 f8 ff ff ff ff 01 12 03 0a 01 61',
    json: { innerByInt32: { '-2147483648': { text: 'a' } } },
  },
  {
    id: 'map/default-int32-and-message',
    title: 'A map from 0 to an empty message',
    bytes: 'fa 01 04 08 00 12 00',
    json: { innerByInt32: { 0: {} } },
  },
  {
    id: 'map/bytes-by-bool',
    title: 'A map from true to bytes',
    bytes: '82 02 05 08 01 12 01 ff',
    json: { bytesByBool: { true: '/w==' } },
  },
  {
    id: 'map/default-bool-and-bytes',
    title: 'A map from false to no bytes',
    bytes: '82 02 04 08 00 12 00',
    json: { bytesByBool: { false: '' } },
  },
  {
    id: 'map/enum-by-int64',
    title: 'A map from 2^53 + 1 to an enum value',
    bytes: '8a 02 0b 08 81 80 80 80 80 80 80 10 10 02',
    json: { colourByInt64: { '9007199254740993': 'COLOUR_GREEN' } },
  },
  {
    id: 'map/unknown-enum',
    title: 'A map to an enum value 99, which has no name',
    bytes: '8a 02 04 08 01 10 63',
    json: { colourByInt64: { 1: 99 } },
  },
  {
    id: 'map/double-by-uint64',
    title: 'A map from the most uint64 to NaN',
    bytes: '92 02 14 08 ff ff ff ff ff ff ff ff ff 01 11 00 00 00 00 00 00 f8 7f',
    json: { doubleByUint64: { '18446744073709551615': 'NaN' } },
  },
].map((one) => ({ ...one, source: SOURCE }));

/** Several entries, which may come in any order. */
export const severalEntries: readonly Content[] = [
  {
    id: 'map/entries',
    title: 'A map with three entries',
    bytes: 'f2 01 06 0a 01 61 12 01 31 f2 01 06 0a 01 62 12 01 32 f2 01 06 0a 01 63 12 01 33',
    json: { textByText: { a: '1', b: '2', c: '3' } },
    again: 'any',
    source: `${ENCODING}: the order of map entries is undefined`,
  },
  {
    id: 'map/key-of-prototypes',
    title: 'A map with the key __proto__, which is a word of its own in JavaScript',
    bytes: 'f2 01 0e 0a 09 5f 5f 70 72 6f 74 6f 5f 5f 12 01 76',
    json: JSON.parse('{"textByText":{"__proto__":"v"}}'),
    source: SOURCE,
  },
];
