import { suite } from '../define.ts';
import { calls } from './calls.ts';
import { compressions } from './compression.ts';
import { endings } from './endings.ts';
import { metadataCases } from './metadata.ts';
import { soaks } from './soak.ts';
import { statuses } from './status.ts';
import { onTheWire } from './wire.ts';

/**
 * The cases of gRPC's own interop suite, for every client and every server. Their names are the suite's, with
 * hyphens: what comes after a slash is a part of one of them. The suite's bad servers are `bad-server/official`.
 */
export const official = suite('official', [
  ...calls,
  ...metadataCases,
  ...statuses,
  ...endings,
  ...compressions,
  ...soaks,
  ...onTheWire,
]);
