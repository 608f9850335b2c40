import { suite } from '../define.ts';
import { bidiCases } from './bidi.ts';
import { ends } from './ends.ts';
import { lasting } from './lasting.ts';
import { metadataCases, unaryError } from './metadata.ts';
import { scenarios } from './one-server.ts';
import { outcomes } from './outcomes.ts';
import { payloads } from './payloads.ts';

/** Connect and gRPC-Web, on HTTP/1.1 and HTTP/2. */
export const protocols = suite('protocols', [
  ...outcomes,
  ...metadataCases,
  unaryError,
  ...ends,
  ...payloads,
  ...bidiCases,
  ...scenarios,
  lasting,
]);
