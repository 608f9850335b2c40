import { expect, test } from 'vitest';
import { Inbox } from './inbox.ts';

/** An iterable without responses, which counts how often it is asked. */
function counting() {
  let asked = 0;
  const next = () => {
    asked += 1;
    return Promise.resolve({ done: true as const, value: undefined });
  };
  return { source: { next }, asked: () => asked };
}

test('asks its iterable at once, so that the end of a call is heard', async () => {
  const { source, asked } = counting();
  await new Inbox(source, () => undefined, false).over;
  expect(asked()).toBe(1);
});

test('leaves it alone where the plan reads late, until it resumes', async () => {
  const { source, asked } = counting();
  const inbox = new Inbox(source, () => undefined, true);
  inbox.pause();
  expect(asked()).toBe(0);
  inbox.resume();
  await inbox.over;
  expect(asked()).toBe(1);
});

test('leaves it alone where the plan reads late, until a step wants a response', async () => {
  const { source, asked } = counting();
  const inbox = new Inbox(source, () => undefined, true);
  expect(await inbox.receive(1)).toBe(false);
  expect(asked()).toBe(1);
});
