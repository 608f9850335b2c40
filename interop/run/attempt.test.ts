import { expect, it } from 'vitest';
import { firstOf } from '../drive/errors.ts';

const gone = new Error('the peer is gone');

async function closing(): Promise<void> {
  await using _ = {
    [Symbol.asyncDispose]: () => Promise.reject(new Error("what is gone can't be closed")),
  };
  throw gone;
}

it('takes what went wrong first, and not what closing said of it then', async () => {
  const caught: unknown = await closing().catch((error: unknown) => error);
  expect(caught).toBeInstanceOf(SuppressedError);
  expect(firstOf(caught)).toBe(gone);
  expect(firstOf(new SuppressedError('later', caught))).toBe(gone);
  expect(firstOf(gone)).toBe(gone);
});
