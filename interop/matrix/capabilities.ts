import type { Case } from '../contract/case.ts';
import type { Capability, DescribeResponse } from '../contract/generated.ts';

/** A Lack is a capability that a case needs and a peer does not have. */
export interface Lack {
  readonly peer: string;
  readonly capability: string;
  readonly reason: string;
  /** To try it all the same would end the peer's process. */
  readonly fatal: boolean;
}

/**
 * What a peer lacks since its process would end: a panic in a handler, which no library but those that recover
 * from it survives.
 */
const FATAL: ReadonlySet<string> = new Set(['server.panic']);

/** What these lack of what the case needs, or undefined. `client.x` is asked of the client, `server.x` of each server. */
export function lackOf(
  testCase: Case,
  client: DescribeResponse,
  ...servers: readonly DescribeResponse[]
): Lack | undefined {
  for (const capability of testCase.needs) {
    for (const peer of capability.startsWith('server.') ? servers : [client]) {
      const declared = peer.capabilities.find((one) => one.id === capability);
      if (declared?.supported !== true) {
        return {
          peer: peer.peer,
          capability,
          reason: reasonOf(declared),
          fatal: FATAL.has(capability),
        };
      }
    }
  }
  return undefined;
}

function reasonOf(declared: Capability | undefined): string {
  if (declared === undefined) return 'not declared';
  return declared.reason === '' ? 'no reason given' : declared.reason;
}
