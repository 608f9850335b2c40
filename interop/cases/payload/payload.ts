import { suite } from '../define.ts';
import { echo } from './echo.ts';
import { maps, severalEntries } from './maps.ts';
import { numbers } from './numbers.ts';
import { plain } from './plain.ts';
import { rawPayloads } from './raw.ts';
import { wellKnown } from './well-known.ts';

/** What a message can hold, through the libraries of both sides. */
export const payload = suite('payload', [
  ...[...numbers, ...plain, ...maps, ...severalEntries, ...wellKnown].map(echo),
  ...rawPayloads,
]);
