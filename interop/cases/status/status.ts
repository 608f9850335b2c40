import { suite } from '../define.ts';
import { CODE_CASES } from './codes.ts';
import { DETAIL_CASES } from './details.ts';
import { LARGE_CASES } from './large.ts';
import { TRAILER_CASES } from './trailers.ts';
import { UNKNOWN_CODE_CASES } from './unknown-codes.ts';

/** The status of a call: codes, known and not; messages, short and long; trailers and details beside it. */
export const status = suite('status', [
  ...CODE_CASES,
  ...UNKNOWN_CODE_CASES,
  ...LARGE_CASES,
  ...TRAILER_CASES,
  ...DETAIL_CASES,
]);
