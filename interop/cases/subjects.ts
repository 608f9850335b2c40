import { SimpleRpcServer } from '../contract/generated.ts';
import { single, suite } from './define.ts';

const SOURCE = 'source document S1, subjects';

const QUESTION_TYPES: Readonly<Record<string, readonly string[]>> = {
  Chinese: ['单选', '多选', '填空', '解答', '问答', '作文'],
  Math: ['单选', '填空', '解答'],
  English: ['单选', '填空', '作文'],
  Physics: ['单选', '多选', '填空', '解答'],
  Chemistry: ['单选', '多选', '填空', '解答'],
  Biology: ['单选', '多选', '填空', '解答'],
  History: ['单选', '多选', '填空', '解答', '问答'],
};

const method = SimpleRpcServer.method.getSubjectQuestionTypes;

/** SimpleRpcServer: a server stream of the document's data, and its defect mended. */
export const subjects = suite('subjects', [
  ...Object.entries(QUESTION_TYPES).map(([name, types]) =>
    single(
      `${name} streams its question types in order`,
      method,
      { name },
      {
        id: name.toLowerCase(),
        source: SOURCE,
        expect: { code: 'OK', messages: types.map((type) => ({ json: { name: type } })) },
      },
      { name },
    ),
  ),
  ...[
    { id: 'unknown-subject', name: 'Alchemy' },
    { id: 'unknown-subject-beyond-ascii', name: '炼金术 😈' },
  ].map(({ id, name }) =>
    single(
      `The unknown subject ${name} is NOT_FOUND`,
      method,
      { name },
      {
        id,
        source: `${SOURCE}; gRPC over HTTP/2, "Status-Message" (percent-encoding)`,
        expect: { code: 'NOT_FOUND', message: `unknown subject: ${name}`, messages: [] },
      },
      { name },
    ),
  ),
  single(
    'A subject without a name is NOT_FOUND',
    method,
    {},
    {
      id: 'empty-name',
      source: SOURCE,
      expect: { code: 'NOT_FOUND', messages: [] },
    },
    {},
  ),
]);
