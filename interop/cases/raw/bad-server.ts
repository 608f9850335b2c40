import { type CaseInit, suite } from '../define.ts';
import { KINDS } from '../kinds.ts';
import { blocks } from './bad-server/blocks.ts';
import { connection } from './bad-server/connection.ts';
import { frames } from './bad-server/frames.ts';
import { goaway } from './bad-server/goaway.ts';
import { http } from './bad-server/http.ts';
import { maxStreams } from './bad-server/max-streams.ts';
import { messages } from './bad-server/messages.ts';
import { officialCases } from './bad-server/official.ts';
import { ANSWER, badServer as baseOf, EXPECTED } from './bad-server/parts.ts';
import { rst } from './bad-server/rst.ts';
import { status } from './bad-server/status.ts';
import { windows } from './bad-server/windows.ts';

/** What every other case departs from: a server that does it right. */
const ordinary: readonly CaseInit[] = KINDS.map(({ id }) =>
  baseOf({
    id: `ordinary/${id}`,
    title: `A ${id} call that the raw server answers as it should is OK`,
    source: 'gRPC over HTTP/2, "Responses"',
    kind: id,
    steps: ANSWER,
    code: 'OK',
    expect: { messages: [EXPECTED] },
    observed: { facts: { connections: '1', calls: '1', resets: 'none' } },
  }),
);

/** Every client against a server that plays what no library sends. */
export const badServer = suite('bad-server', [
  ...ordinary,
  ...officialCases,
  ...rst,
  ...status,
  ...http,
  ...messages,
  ...blocks,
  ...goaway,
  ...maxStreams,
  ...frames,
  ...windows,
  ...connection,
]);
