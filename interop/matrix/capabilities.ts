import type { Case } from '../contract/case.ts';
import type { Capability, DescribeResponse } from '../contract/generated.ts';

/** A Lack is a capability that a case needs and a peer does not have. */
export interface Lack {
  readonly peer: string;
  readonly capability: string;
  readonly reason: string;
}

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
        return { peer: peer.peer, capability, reason: reasonOf(declared) };
      }
    }
  }
  return undefined;
}

function reasonOf(declared: Capability | undefined): string {
  if (declared === undefined) return 'not declared';
  return declared.reason === '' ? 'no reason given' : declared.reason;
}
