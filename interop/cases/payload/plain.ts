import { type Content, ENCODING, nested } from './echo.ts';

const PRESENCE = 'Protocol Buffers "Application Note: Field Presence"';
const UNKNOWN = 'Protocol Buffers "Language Guide (proto 3)", "Unknown Fields"';
const OPEN = 'Protocol Buffers "Enum Behavior": an open enum keeps numbers that it has no name for';

const texts: readonly Content[] = [
  {
    id: 'text/beyond-bmp',
    title: 'A string beyond the basic plane',
    bytes: '72 04 f0 9f 98 88', // U+1F608
    json: { stringValue: '😈' },
  },
  {
    id: 'text/nul',
    title: 'A string with U+0000 in it',
    bytes: '72 03 61 00 62',
    json: { stringValue: 'a\u0000b' },
  },
  {
    id: 'text/byte-order-mark',
    title: 'A string that begins with U+FEFF',
    bytes: '72 04 ef bb bf 61',
    json: { stringValue: '\ufeffa' },
  },
  {
    id: 'text/decomposed',
    title: 'A string with combining characters, which nobody composes',
    bytes: '72 03 65 cc 81', // e, U+0301
    json: { stringValue: 'e\u0301' },
  },
  {
    id: 'text/separators',
    title: 'A string with quotes, a backslash and U+2028',
    bytes: '72 06 22 5c 2f e2 80 a8',
    json: { stringValue: '"\\/\u2028' },
  },
  {
    id: 'bytes/not-utf-8',
    title: 'Bytes 00, FF, FE and a lone surrogate, which no string may hold',
    bytes: '7a 06 00 ff fe ed a0 80',
    json: { bytesValue: 'AP/+7aCA' },
  },
  {
    id: 'bytes/base64-alphabet',
    title: 'Bytes whose base64 has +, / and two signs of padding',
    bytes: '7a 04 fb ef ff fb',
    json: { bytesValue: '++//+w==' },
  },
  { id: 'bool/true', title: 'true', bytes: '68 01', json: { boolValue: true } },
];

const enums: readonly Content[] = [
  { id: 'enum/named', title: 'An enum value', bytes: '80 01 02', json: { colour: 'COLOUR_GREEN' } },
  {
    id: 'enum/least',
    title: 'The least number that an enum may have',
    bytes: '80 01 80 80 80 80 f8 ff ff ff ff 01',
    json: { colour: 'COLOUR_DARKEST' },
  },
  {
    id: 'enum/unknown',
    title: 'An enum value 99, which has no name',
    bytes: '80 01 63',
    json: { colour: 99 },
    source: `${OPEN}; ProtoJSON: its number`,
  },
  {
    id: 'enum/unknown-negative',
    title: 'An enum value -5, which has no name',
    bytes: '80 01 fb ff ff ff ff ff ff ff ff 01',
    json: { colour: -5 },
    source: `${OPEN}; ProtoJSON: its number`,
  },
  {
    id: 'enum/unknown-repeated',
    title: 'Repeated enum values, one without a name',
    bytes: 'ea 01 03 01 63 00',
    json: { colours: ['COLOUR_RED', 99, 'COLOUR_UNSPECIFIED'] },
    source: OPEN,
  },
];

/** What is set to its default, and told from what is not set. */
const presence: readonly Content[] = [
  { id: 'empty', title: 'A message with nothing in it', bytes: '', json: {} },
  {
    id: 'optional/default-number',
    title: 'An optional number that is 0',
    bytes: '98 01 00',
    json: { optionalInt32: 0 },
  },
  {
    id: 'optional/default-text',
    title: 'An optional string that is empty',
    bytes: 'a2 01 00',
    json: { optionalString: '' },
  },
  {
    id: 'optional/default-message',
    title: 'A message inside, with nothing in it',
    bytes: '92 01 00',
    json: { inner: {} },
  },
  {
    id: 'oneof/text',
    title: 'A oneof with its string',
    bytes: 'aa 01 01 61',
    json: { choiceText: 'a' },
  },
  {
    id: 'oneof/default-text',
    title: 'A oneof with its string, empty',
    bytes: 'aa 01 00',
    json: { choiceText: '' },
  },
  {
    id: 'oneof/default-number',
    title: 'A oneof with its number, 0',
    bytes: 'b0 01 00',
    json: { choiceNumber: '0' },
  },
  {
    id: 'oneof/default-message',
    title: 'A oneof with its message, empty',
    bytes: 'ba 01 00',
    json: { choiceInner: {} },
  },
  {
    id: 'oneof/default-bool',
    title: 'A oneof with its bool, false',
    bytes: 'c0 01 00',
    json: { choiceBool: false },
  },
].map((one) => ({ ...one, source: PRESENCE }));

const lists: readonly Content[] = [
  {
    id: 'list/packed',
    title: 'A packed list with 0 and -1',
    bytes: 'ca 01 0d 00 01 ff ff ff ff ff ff ff ff ff 01 02',
    json: { packed: [0, 1, -1, 2] },
  },
  {
    id: 'list/unpacked',
    title: 'A list that is declared [packed = false]',
    bytes: 'd0 01 00 d0 01 01 d0 01 02',
    json: { unpacked: [0, 1, 2] },
  },
  {
    id: 'list/texts',
    title: 'A list of strings with empty ones',
    bytes: 'da 01 00 da 01 01 61 da 01 00',
    json: { texts: ['', 'a', ''] },
  },
  {
    id: 'list/messages',
    title: 'A list of messages with an empty one',
    bytes: 'e2 01 00 e2 01 05 0a 01 61 10 01',
    json: { inners: [{}, { text: 'a', number: 1 }] },
  },
];

/** Field 1000, of which no peer knows. */
const unknown: readonly Content[] = [
  ['varint', 'c0 3e 2a'],
  ['fixed64', 'c1 3e 01 02 03 04 05 06 07 08'],
  ['bytes', 'c2 3e 03 61 62 63'],
  ['group', 'c3 3e 08 01 c4 3e'],
  ['fixed32', 'c5 3e 01 02 03 04'],
  ['nested', '92 01 03 c0 3e 2a'],
].map(([id = '', bytes = '']) => ({
  id: `unknown/${id}`,
  title: `A field that nobody knows, ${id}`,
  bytes,
  json: id === 'nested' ? { inner: {} } : {},
  source: `${UNKNOWN}: messages preserve them, and include them in the serialized output`,
}));

/** 17 is the message in itself, 3 a number in the innermost. */
const deep: readonly Content[] = [
  {
    id: 'recursive/two',
    title: 'A message in a message in a message',
    bytes: nested(17, 2, Buffer.of(0x18, 1)),
    json: { recursive: { recursive: { int32Value: 1 } } },
  },
  {
    id: 'recursive/ninety',
    title: 'A message 90 deep, within the limit of 100 that libraries share',
    bytes: nested(17, 90, Buffer.of(0x18, 1)),
    source: `${ENCODING}; Protocol Buffers "Proto Limits": a recursion limit of 100`,
  },
];

const names: readonly Content[] = [
  {
    id: 'name/given',
    title: 'A field with a JSON name of its own',
    bytes: 'e0 03 01',
    json: { 'another-name': 1 },
  },
  {
    id: 'name/digits',
    title: 'A field with digits and underscores in its name',
    bytes: 'e8 03 01',
    json: { field2With3Digits4: 1 },
  },
  {
    id: 'name/keyword',
    title: 'A field whose name is a keyword of most languages',
    bytes: 'f0 03 01',
    json: { class: 1 },
  },
];

/** Texts, enums, presence, lists, unknown fields, depth and names. */
export const plain: readonly Content[] = [
  ...[...texts, ...enums, ...presence, ...lists, ...unknown, ...deep, ...names],
];
