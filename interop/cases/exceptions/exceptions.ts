import { suite } from '../define.ts';
import { ENDING_CASES } from './endings.ts';
import { GO_ON_CASES } from './go-on.ts';
import { NEXT_CALL_CASES } from './next-call.ts';
import { THROWN_CASES } from './thrown.ts';

/** Handlers that break, and what the client and the next call see of it. */
export const exceptions = suite('exceptions', [
  ...ENDING_CASES,
  ...THROWN_CASES,
  ...GO_ON_CASES,
  ...NEXT_CALL_CASES,
]);
