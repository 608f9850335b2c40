import { suite } from '../define.ts';
import { BASIC_CASES } from './basics.ts';
import { EDGE_CASES } from './edges.ts';
import { HAND_OVER_CASES } from './hand-over.ts';
import { PROPAGATION_CASES } from './propagation.ts';
import { RESET_CASES } from './reset.ts';

/** Deadlines: exceeded, met, none; at the ends of what a timeout may be; from server to server; and what goes over then. */
export const deadline = suite('deadline', [
  ...BASIC_CASES,
  ...EDGE_CASES,
  ...HAND_OVER_CASES,
  ...PROPAGATION_CASES,
  ...RESET_CASES,
]);
