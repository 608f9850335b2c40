import { type ErrorCode, TYPE } from '../../../contract/http2.ts';
import type { CaseInit } from '../../define.ts';
import { type RawStep, wire } from '../script.ts';
import { bad, EITHER, head, LIMIT_MS, PATHS, streamError } from './request.ts';

/** A call that stays open, then frames that HTTP/2 forbids. */

interface Misuse {
  readonly id: string;
  /** What is wrong. */
  readonly title: string;
  /** The section of RFC 9113. */
  readonly section: string;
  readonly error: ErrorCode;
}

const opened = wire.headers(head({ ':path': PATHS['bidi-stream'] }), { stream: 'new' });

/**
 * The end of the connection, or the proof that there is none: who acknowledges a PING has read what came before it,
 * and goes on.
 */
export const ENDED_OR_SERVING: readonly RawStep[] = [
  wire.ping(),
  wire.awaitAcks(TYPE.PING, 1, LIMIT_MS),
];

/** They must end the connection. What the call is told until then is nobody's business. */
export function misuse(
  { id, title, section, error }: Misuse,
  ...steps: readonly RawStep[]
): CaseInit {
  return bad({
    id,
    kind: 'bidi-stream',
    title: `${title} ends the connection with ${error}`,
    source: `RFC 9113, ${section}; 5.4.1: GOAWAY "SHOULD" come, and the connection "MUST" be closed`,
    steps: [opened, ...steps, ...ENDED_OR_SERVING],
    facts: { end: 'closed', goaway: [error, 'none'] },
    observed: EITHER,
  });
}

/** They must end the stream, or the connection instead. */
export function streamMisuse(
  { id, title, section, error }: Misuse,
  ...steps: readonly RawStep[]
): CaseInit {
  return bad({
    id,
    kind: 'bidi-stream',
    title: `${title} ends the call with ${error}`,
    source: `RFC 9113, ${section}; 5.4.1: a stream error may be treated as a connection error`,
    steps: [opened, ...steps, wire.awaitEnd({ call: 1 }, LIMIT_MS)],
    reply: streamError(error),
    observed: EITHER,
  });
}
