import { suite } from '../define.ts';
import { INVALID_CASES } from './invalid.ts';
import { PLACE_CASES } from './places.ts';
import { RESERVED_CASES } from './reserved.ts';
import { SIZE_CASES } from './sizes.ts';
import { VALUE_CASES } from './values.ts';

/** Metadata of either side: where they are, what is in them, what they must not be, how much of them. */
export const metadata = suite('metadata', [
  ...PLACE_CASES,
  ...VALUE_CASES,
  ...RESERVED_CASES,
  ...INVALID_CASES,
  ...SIZE_CASES,
]);
