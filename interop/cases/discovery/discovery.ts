import { suite } from '../define.ts';
import { consulCases } from './consul-cases.ts';
import { faultCases } from './faults.ts';
import { leavingCases } from './leaving.ts';
import { policyCases } from './policy-cases.ts';
import { subjectsDemonstration } from './subjects-demonstration.ts';

/** Servers that register, clients that find them, and all that may go wrong between. */
export const discovery = suite('discovery', [
  ...policyCases,
  subjectsDemonstration,
  ...leavingCases,
  ...consulCases,
  ...faultCases,
]);
