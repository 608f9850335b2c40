import type { Result } from '../contract/result.ts';

/** Which verdict a record speaks of: the case and the cell, in the order of the documented files. */
export function placeOf({ case: id, cell }: Result) {
  const { client, server, protocol, transport } = cell;
  return { case: id, client, server, protocol, transport };
}
