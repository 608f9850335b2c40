/** Users is the data and the logic of MyService (users.proto), without any RPC library. */
import { create } from '@bufbuild/protobuf';
import { type User, type UserReply, UserReplySchema, UserSchema } from '../gen/users/users_pb.js';

const known: ReadonlyMap<number, User> = new Map([
  [1, create(UserSchema, { name: 'Ada', age: 36, email: 'ada@example.org' })],
  [2, create(UserSchema, { name: 'Blaise', age: 39, email: 'blaise@example.org' })],
  [3, create(UserSchema, { name: '张伟' })],
]);

/** findUsers answers one user for each known id, in the order asked; unknown ids are skipped. */
export function findUsers(ids: readonly number[]): UserReply {
  const data = ids.flatMap((id) => known.get(id) ?? []);
  return create(UserReplySchema, { message: 'success', data });
}
