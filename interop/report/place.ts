import type { Result } from '../contract/result.ts';
import { verdictId } from '../contract/verdict-id.ts';

/** Which verdict a record speaks of: its ID, the case and the cell, in the order of the documented files. */
export function placeOf({ case: id, cell }: Result) {
  const { client, server, protocol, transport } = cell;
  return { id: verdictId(id, cell), case: id, client, server, protocol, transport };
}
