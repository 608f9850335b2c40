import { type Content, ENCODING, nested } from './echo.ts';

/** Encodings that no library writes and every library must read, and how they are written again. */
export interface Odd extends Content {
  /** Its encoding when it is written again; left out where that may be in several ways. */
  readonly rewritten?: string;
}

const LAST = `${ENCODING}, "Last One Wins"`;
const BOTH = `${ENCODING}, "Packed Repeated Fields": parsers must be able to parse both`;
const MAPS = `${ENCODING}, "Maps"; Language Guide (proto 3), "Maps": of duplicate keys the last is used`;
const CAST = 'Language Guide (proto 3), "Updating A Message Type": a number is cast as in C++';

const twice: readonly Odd[] = [
  {
    id: 'twice/number',
    title: 'A number that comes twice is the last',
    bytes: '18 01 18 02',
    json: { int32Value: 2 },
    rewritten: '18 02',
    source: LAST,
  },
  {
    id: 'twice/message',
    title: 'A message that comes twice is merged',
    bytes: '92 01 03 0a 01 61 92 01 02 10 05',
    json: { inner: { text: 'a', number: 5 } },
    rewritten: '92 01 05 0a 01 61 10 05',
    source: LAST,
  },
  {
    id: 'twice/oneof',
    title: 'Of two members of a oneof the last is set',
    bytes: 'aa 01 01 61 b0 01 05',
    json: { choiceNumber: '5' },
    rewritten: 'b0 01 05',
    source: LAST,
  },
  {
    id: 'twice/oneof-message',
    title: 'A message of a oneof that comes twice is merged',
    bytes: 'ba 01 03 0a 01 61 ba 01 02 10 05',
    json: { choiceInner: { text: 'a', number: 5 } },
    rewritten: 'ba 01 05 0a 01 61 10 05',
    source: LAST,
  },
  {
    id: 'twice/map-key',
    title: 'Of two entries with one key the last stands',
    bytes: 'f2 01 06 0a 01 6b 12 01 31 f2 01 06 0a 01 6b 12 01 32',
    json: { textByText: { k: '2' } },
    rewritten: 'f2 01 06 0a 01 6b 12 01 32',
    source: MAPS,
  },
];

const lists: readonly Odd[] = [
  {
    id: 'list/packed-as-unpacked',
    title: 'A packed list is read one by one',
    bytes: 'c8 01 01 c8 01 02',
    json: { packed: [1, 2] },
    rewritten: 'ca 01 02 01 02',
    source: BOTH,
  },
  {
    id: 'list/unpacked-as-packed',
    title: 'A list that is declared [packed = false] is read packed',
    bytes: 'd2 01 02 01 02',
    json: { unpacked: [1, 2] },
    rewritten: 'd0 01 01 d0 01 02',
    source: BOTH,
  },
  {
    id: 'list/in-parts',
    title: 'A list in two packed parts and one by one is one list',
    bytes: 'ca 01 01 01 c8 01 02 ca 01 01 03',
    json: { packed: [1, 2, 3] },
    rewritten: 'ca 01 03 01 02 03',
    source: BOTH,
  },
];

const entries: readonly Odd[] = [
  {
    id: 'map/empty-entry',
    title: 'An entry without key and value has the defaults of both',
    bytes: 'f2 01 00',
    json: { textByText: { '': '' } },
    source: MAPS,
  },
  {
    id: 'map/value-first',
    title: 'An entry whose value comes before its key is read',
    bytes: 'f2 01 06 12 01 76 0a 01 6b',
    json: { textByText: { k: 'v' } },
    rewritten: 'f2 01 06 0a 01 6b 12 01 76',
    source: MAPS,
  },
  {
    id: 'map/no-message',
    title: 'An entry without its message has an empty one',
    bytes: 'fa 01 02 08 01',
    json: { innerByInt32: { 1: {} } },
    source: MAPS,
  },
];

const numbers: readonly Odd[] = [
  {
    id: 'number/default-written',
    title: 'A number that is written though it is 0 is 0',
    bytes: '18 00',
    json: {},
    rewritten: '',
    source: 'Protocol Buffers "Application Note: Field Presence": implicit presence',
  },
  {
    id: 'number/long-varint',
    title: 'A varint with bytes to spare is its number',
    bytes: '18 81 80 00',
    json: { int32Value: 1 },
    rewritten: '18 01',
    source: `${ENCODING}, "Base 128 Varints": ten bytes at the most, and nothing asks for the fewest`,
  },
  {
    id: 'number/int32-of-64-bits',
    title: 'An int32 of 2^32 - 1 is -1',
    bytes: '18 ff ff ff ff 0f',
    json: { int32Value: -1 },
    rewritten: '18 ff ff ff ff ff ff ff ff ff 01',
    source: CAST,
  },
  {
    id: 'number/bool-two',
    title: 'A bool of 2 is true',
    bytes: '68 02',
    json: { boolValue: true },
    rewritten: '68 01',
    source: CAST,
  },
  {
    id: 'number/other-order',
    title: 'Fields in another order are read',
    bytes: '20 02 18 01',
    json: { int32Value: 1, int64Value: '2' },
    source: `${ENCODING}, "Field Order": any`,
  },
];

/** What must be read. */
export const odd: readonly Odd[] = [...twice, ...lists, ...entries, ...numbers];

/** Bytes that are no message. */
export interface Broken {
  readonly id: string;
  readonly title: string;
  readonly bytes: string;
}

/** What must be refused. */
export const broken: readonly Broken[] = [
  { id: 'varint-cut', title: 'A varint that is cut off', bytes: '18 80' },
  { id: 'fixed-cut', title: 'A double that is cut off', bytes: '09 00 00' },
  { id: 'text-cut', title: 'A string that is longer than the message', bytes: '72 05 61' },
  {
    id: 'message-cut',
    title: 'A message inside that is longer than the one around',
    bytes: '92 01 05 0a',
  },
  {
    id: 'packed-cut',
    title: 'A packed list whose last number is cut off',
    bytes: 'ca 01 02 01 80',
  },
  { id: 'length-negative', title: 'A length of -1', bytes: '72 ff ff ff ff ff ff ff ff ff 01' },
  {
    id: 'varint-eleven',
    title: 'A varint of eleven bytes',
    bytes: '18 80 80 80 80 80 80 80 80 80 80 01',
  },
  { id: 'field-zero', title: 'A field with the number 0', bytes: '00 01' },
  { id: 'wire-type-six', title: 'A field of wire type 6', bytes: '1e 01' },
  { id: 'wire-type-seven', title: 'A field of wire type 7', bytes: '1f 01' },
  { id: 'group-without-start', title: 'The end of a group that never began', bytes: 'c4 3e' },
  { id: 'group-without-end', title: 'A group that does not end', bytes: 'c3 3e 08 01' },
  { id: 'group-other-end', title: 'A group with the end of another', bytes: 'c3 3e cc 3e' },
  { id: 'utf-8/lone-byte', title: 'A string with the byte FF', bytes: '72 01 ff' },
  { id: 'utf-8/surrogate', title: 'A string with half a surrogate pair', bytes: '72 03 ed a0 80' },
  { id: 'utf-8/overlong', title: 'A string with an overlong U+0000', bytes: '72 02 c0 80' },
  { id: 'utf-8/map-key', title: 'A map key with the byte FF', bytes: 'f2 01 03 0a 01 ff' },
];

/** So deep that libraries with a limit refuse it, and others must not break. */
export const abyss = nested(17, 5_000, Buffer.of(0x18, 1));
