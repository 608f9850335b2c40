import { isScenario } from '../contract/case.ts';
import type { KnownDifference } from '../contract/known.ts';
import { CASES } from './catalogue.ts';

const LATE = {
  clients: ['ts-connect'],
  servers: 'all',
  instead: { code: 'UNKNOWN' },
  reason:
    'Node 24.20 and later says ERR_STREAM_PREMATURE_CLOSE of a response that was there, and whole, before the iteration over it begins; connect-node iterates',
  link: 'docs/findings.md#node-calls-a-whole-response-a-premature-close',
} as const;

/** Any call between two libraries: a TLS record, or a proxy, may bring all of the response at once. */
const CALLS = CASES.filter((one) => !isScenario(one) && one.rawServer === undefined);

/** Whatever the case expects, the client's own message is that of Node's error. */
const AT_ONCE = {
  ...LATE,
  cases: CALLS.map(({ id }) => id),
  clientSays: 'Premature close',
  withoutReply: true,
  sometimes: 'a response that comes in one piece may be read before connect-node looks at it',
} as const;

/** What the pinned version of Node does to those who iterate over responses. */
export const OF_NODE: readonly KnownDifference[] = [
  {
    ...LATE,
    cases: ['streams/server-stream/read-late', 'streams/bidi-stream/read-late'],
    sometimes: 'on a busy machine the response may be as late as its reader',
  },
  AT_ONCE,
  // A case may want this very code, and something else of the response.
  { ...AT_ONCE, instead: {} },
];
