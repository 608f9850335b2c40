/** Subjects is the data and the logic of SimpleRpcServer (subjects.proto), without any RPC library. */
import { create } from '@bufbuild/protobuf';
import { type QuestionType, QuestionTypeSchema } from '../gen/subjects/subjects_pb.js';

const science = ['单选', '多选', '填空', '解答'];

const questionTypes: ReadonlyMap<string, readonly string[]> = new Map([
  ['Chinese', ['单选', '多选', '填空', '解答', '问答', '作文']],
  ['Math', ['单选', '填空', '解答']],
  ['English', ['单选', '填空', '作文']],
  ['Physics', science],
  ['Chemistry', science],
  ['Biology', science],
  ['History', ['单选', '多选', '填空', '解答', '问答']],
]);

/** UnknownSubject is what a caller is told about a subject that nobody teaches here. */
export class UnknownSubject extends Error {
  override readonly name = 'UnknownSubject';

  constructor(subject: string) {
    super(`unknown subject: ${subject}`);
  }
}

/** findQuestionTypes lists the question types of a subject, or throws UnknownSubject. */
export function findQuestionTypes(subject: string): QuestionType[] {
  const names = questionTypes.get(subject);
  if (names === undefined) throw new UnknownSubject(subject);
  return names.map((name) => create(QuestionTypeSchema, { name }));
}
