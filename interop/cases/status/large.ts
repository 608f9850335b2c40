import { CODES } from '../../contract/code.ts';
import type { CaseInit } from '../define.ts';
import { KINDS, needsOf, probePlan, requests } from '../kinds.ts';

const SOURCE =
  'gRPC over HTTP/2, "Status-Message" sets no limit; RFC 9113, 10.5.1: an endpoint may refuse a header list that is larger than it takes, which statuscodes.md has RESOURCE_EXHAUSTED for, and a reset of the stream is INTERNAL (gRPC over HTTP/2, "Errors"); it is not said which is right';

/** Printable, every eighth byte one that is percent-encoded. */
function text(kib: number): string {
  return 'message%'.repeat(kib * 128);
}

/** Status messages beyond what some libraries take as metadata, whole or refused as too large. */
export const LARGE_CASES: readonly CaseInit[] = KINDS.filter(
  ({ id }) => id === 'unary' || id === 'server-stream',
).flatMap((kind) =>
  [4, 8, 16, 64].map((kib) => ({
    id: `${kind.id}/message-of-${kib}-kib`,
    title: `A status message of ${kib} KiB reaches the client of a ${kind.id} call whole, or is refused as too large`,
    source: SOURCE,
    issue: 'grpc/grpc#37852',
    tier: 'pairs' as const,
    needs: needsOf(kind),
    plan: {
      ...probePlan(kind, [requests(kind, 1)], {
        ending: { case: 'status', value: { code: CODES.ABORTED, message: text(kib) } },
      }),
      channel: { fresh: true },
    },
    expect: {
      code: ['ABORTED', 'RESOURCE_EXHAUSTED', 'INTERNAL'] as const,
      message: text(kib),
      messages: [],
      observed: { seen: true },
    },
  })),
);
