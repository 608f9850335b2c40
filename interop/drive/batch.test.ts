import { expect, it } from 'vitest';
import { Batcher } from './batch.ts';

it('joins a turn into requests of at most 64, and gives every caller its own answer', async () => {
  const sizes: number[] = [];
  const batcher = new Batcher<number, string>(String, async (items, onAnswer) => {
    sizes.push(items.length);
    for (const item of [...items].reverse()) onAnswer(String(item), `answer ${item}`);
  });
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => batcher.add(i)));
  expect(sizes).toEqual([64, 36]);
  expect(answers[42]).toBe('answer 42');
});

it('sends large items in requests of their own', async () => {
  const requests: number[][] = [];
  const batcher = new Batcher<number, string>(
    String,
    async (items, onAnswer) => {
      requests.push([...items]);
      for (const item of items) onAnswer(String(item), 'here');
    },
    undefined,
    (megabytes) => megabytes * 1024 * 1024,
  );
  await Promise.all([1, 3, 2, 20, 0].map((item) => batcher.add(item)));
  expect(requests).toEqual([[1, 3], [2], [20], [0]]);
});

it('answers early ones while late ones are open, and rejects only what is left', async () => {
  let fail: (error: Error) => void = () => undefined;
  const batcher = new Batcher<string, string>(
    (item) => item,
    (_, onAnswer) => {
      onAnswer('early', 'here');
      return new Promise((_resolve, reject) => {
        fail = reject;
      });
    },
  );
  const late = batcher.add('late');
  expect(await batcher.add('early')).toBe('here');
  fail(new Error('gone'));
  await expect(late).rejects.toThrow('gone');
});

it('rejects an item that the answer leaves out', async () => {
  const batcher = new Batcher<string, string>(
    (item) => item,
    async () => undefined,
  );
  await expect(batcher.add('x')).rejects.toThrow('no answer for x');
});

it.each([
  ['a stranger', ['y'], 'answers for "y"'],
  ['one twice', ['first', 'first'], 'answers for "first"'],
])('refuses an answer for %s, with the error that was asked for', async (_, keys, reason) => {
  class Refused extends Error {}
  const batcher = new Batcher<string, string>(
    (item) => item,
    async (_items, onAnswer) => {
      for (const key of keys) onAnswer(key, 'here');
    },
    (message) => new Refused(message),
  );
  const [, second] = await Promise.allSettled([batcher.add('first'), batcher.add('second')]);
  expect(second).toMatchObject({
    status: 'rejected',
    reason: { message: expect.stringContaining(reason) },
  });
  expect(second.status === 'rejected' && second.reason).toBeInstanceOf(Refused);
});
