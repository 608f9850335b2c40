import { MyService } from '../contract/generated.ts';
import { digestOf, field, varint } from './bytes.ts';
import { single, suite } from './define.ts';

const SOURCE = 'source document S3, users';

const ADA = { name: 'Ada', age: 36, email: 'ada@example.org' };
const BLAISE = { name: 'Blaise', age: 39, email: 'blaise@example.org' };

/** A user's encoding, field by field: name 1, age 2, email 3. */
function encoded(user: typeof ADA): Buffer {
  const age = Buffer.concat([varint(2 * 8), varint(user.age)]);
  return Buffer.concat([field(1, Buffer.from(user.name)), age, field(3, Buffer.from(user.email))]);
}

const MANY = Array.from({ length: 10_000 }, (_, i) => 1 + (i % 2));
const MANY_REQUEST = digestOf(field(1, Buffer.concat(MANY.map(varint))));
const MANY_REPLY = digestOf(
  Buffer.concat([
    field(1, Buffer.from('success')),
    ...MANY.map((id) => field(2, encoded(id === 1 ? ADA : BLAISE))),
  ]),
);

/** MyService: Empty both ways, a repeated field both ways. */
export const users = suite('users', [
  single(
    'Health answers Empty',
    MyService.method.health,
    {},
    {
      id: 'health-answers-empty',
      source: SOURCE,
      expect: { code: 'OK', messages: [{ json: {} }] },
    },
    {},
  ),
  single(
    'User finds two users by id',
    MyService.method.user,
    { userIDs: [1, 2] },
    {
      id: 'two-users-by-id',
      source: SOURCE,
      expect: { code: 'OK', messages: [{ json: { message: 'success', data: [ADA, BLAISE] } }] },
    },
    { userIDs: [1, 2] },
  ),
  single(
    'User answers in the order asked, repeats repeated',
    MyService.method.user,
    { userIDs: [2, 1, 2] },
    {
      id: 'order-and-repeats',
      source: SOURCE,
      expect: {
        code: 'OK',
        messages: [{ json: { message: 'success', data: [BLAISE, ADA, BLAISE] } }],
      },
    },
    { userIDs: [2, 1, 2] },
  ),
  single(
    'A name beyond ASCII arrives, and fields at their default stay unset',
    MyService.method.user,
    { userIDs: [3] },
    {
      id: 'non-ascii-name',
      source: SOURCE,
      expect: {
        code: 'OK',
        messages: [{ json: { message: 'success', data: [{ name: '张伟' }] } }],
      },
    },
    { userIDs: [3] },
  ),
  single(
    'Unknown ids are left out, negative and extreme ones too',
    MyService.method.user,
    { userIDs: [99, -1, 2_147_483_647, -2_147_483_648, 1] },
    {
      id: 'unknown-ids',
      source: SOURCE,
      expect: { code: 'OK', messages: [{ json: { message: 'success', data: [ADA] } }] },
    },
    { userIDs: [99, -1, 2_147_483_647, -2_147_483_648, 1] },
  ),
  single(
    'No ids find no users',
    MyService.method.user,
    {},
    {
      id: 'no-ids',
      source: SOURCE,
      expect: { code: 'OK', messages: [{ json: { message: 'success' } }] },
    },
    {},
  ),
  single(
    '10,000 ids find 10,000 users',
    MyService.method.user,
    { userIDs: MANY },
    {
      id: 'ten-thousand-ids',
      source: SOURCE,
      expect: {
        code: 'OK',
        messages: [MANY_REPLY],
        observed: { seen: true, messages: [MANY_REQUEST] },
      },
    },
  ),
]);
