/**
 * Node may end the process when the memory of a client's HTTP/2 session is given back after malformed headers
 * (docs/findings.md, "Node ends a process as it collects a session"), and all calls under way with it. So it never is.
 */
import http2 from 'node:http2';
import { syncBuiltinESMExports } from 'node:module';

const kept: unknown[] = [];

/** keepSessions holds the native side of every session that this process opens from now on. */
export function keepSessions(): void {
  const { connect } = http2;
  http2.connect = ((...args: Parameters<typeof connect>) => {
    const session = connect(...args);
    session.once('connect', () => kept.push(handleOf(session)));
    return session;
  }) as typeof connect;
  syncBuiltinESMExports();
}

/** handleOf is what node:http2 keeps under a symbol of its own, and lets go when the session is destroyed. */
function handleOf(session: object): unknown {
  const symbol = Object.getOwnPropertySymbols(session).find((one) => one.description === 'kHandle');
  return symbol && Reflect.get(session, symbol);
}
