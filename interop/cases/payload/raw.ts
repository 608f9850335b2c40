import type { ExpectedMessage } from '../../contract/case.ts';
import type { CaseInit } from '../define.ts';
import { bad, EITHER, head } from '../raw/bad-client/request.ts';
import { badServer, part } from '../raw/bad-server/parts.ts';
import { framed, wire } from '../raw/script.ts';
import { ECHO, hex } from './echo.ts';
import { abyss, broken, type Odd, odd } from './odd.ts';

/** The same bytes to each library alone: what another library made of them has not been between. */

const PARSING =
  'statuscodes.md: "Error parsing request proto" and "Error parsing response proto" are INTERNAL';
const UTF_8 =
  'Language Guide (proto 3), "Scalar Value Types": "A string must always contain UTF-8 encoded … text"';
const DEPTH =
  'Protocol Buffers "Proto Limits": implementations have a limit of depth, 100 by default; which is nowhere demanded';

function toServer(
  id: string,
  title: string,
  source: string,
  bytes: Uint8Array,
  rest: Rest,
): CaseInit {
  return bad({
    ...{ id: `server/${id}`, title: `${title}, by a server`, source },
    fields: head({ ':path': ECHO }),
    payload: framed(bytes),
    reply: rest.code,
    observed: rest.message === undefined ? EITHER : { seen: true, messages: [rest.message] },
  });
}

function toClient(
  id: string,
  title: string,
  source: string,
  bytes: Uint8Array,
  rest: Rest,
): CaseInit {
  const payload = { content: { case: 'encoded', value: new Uint8Array() } } as const;
  return badServer({
    ...{ id: `client/${id}`, title: `${title}, by a client`, source, code: rest.code },
    steps: [part.headers, wire.data(framed(bytes)), part.ok],
    plan: { method: ECHO, steps: [{ action: { case: 'send', value: { payload } } }] },
    ...(rest.message === undefined ? {} : { expect: { messages: [rest.message] } }),
  });
}

interface Rest {
  readonly code: 'OK' | 'INTERNAL' | readonly ('OK' | 'INTERNAL')[];
  readonly message?: ExpectedMessage;
}

function read({ id, title, source = '', bytes, json = {}, rewritten }: Odd): CaseInit[] {
  const encoded = rewritten === undefined ? {} : { encoded: hex(rewritten) };
  const rest = { code: 'OK', message: { json, ...encoded } } as const;
  return [toServer, toClient].map((one) => one(`odd/${id}`, title, source, hex(bytes), rest));
}

function refused({ id, title, bytes }: (typeof broken)[number]): CaseInit[] {
  const source = id.startsWith('utf-8/') ? `${UTF_8}; ${PARSING}` : PARSING;
  const rest = { code: 'INTERNAL' } as const;
  return [toServer, toClient].map((one) =>
    one(`broken/${id}`, `${title} is refused`, source, hex(bytes), rest),
  );
}

function deep(): CaseInit[] {
  const rest = { code: ['OK', 'INTERNAL'] } as const;
  const title = 'A message 5,000 deep is read or refused, and breaks nothing';
  return [toServer, toClient].map((one) =>
    one('abyss', title, `${DEPTH}; ${PARSING}`, abyss, rest),
  );
}

/** Encodings of others' making: odd ones, broken ones, a bottomless one. */
export const rawPayloads: readonly CaseInit[] = [
  ...odd.flatMap(read),
  ...broken.flatMap(refused),
  ...deep(),
];
