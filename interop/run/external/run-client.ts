import {
  CLIENT_SIDE_ONLY,
  type ExternalClient,
  type ExternalServer,
  type OfficialCase,
  SERVER_SIDE_ONLY,
} from '../../contract/external.ts';
import { ObserveRequest_Until } from '../../contract/generated.ts';
import type { Difference, Result } from '../../contract/result.ts';
import type { Route } from '../../contract/wire.ts';
import type { Ended, ExternalPrograms } from '../../launch/external-programs.ts';
import type { AttemptOptions } from '../attempt.ts';
import type { Keys } from '../keys.ts';
import type { Task } from '../ledger.ts';
import { OwnListener } from '../own-listener.ts';
import type { Live } from '../session.ts';
import { tapped } from '../tapped.ts';
import { routeTo } from './dial-server.ts';
import { withFlags } from './flags.ts';

/** How long a client may take for one case, in milliseconds; the suite's long ones are its `…_soak`. */
const LIMIT_MS = 30_000;
const SOAK_MS = 180_000;
/** How long the server is asked for calls that their client has seen the end of, in milliseconds. */
const SETTLED_MS = 1_000;

/** Whom a client calls: a server of ours, or somebody else's. */
export type Callee = ExternalServer | { readonly live: Live; readonly keys: Keys };

/** Has a client of somebody else's do one case of the official suite, and judges its end, and what our server saw. */
export async function runClient(
  { cell, testCase }: Task,
  client: ExternalClient,
  wanted: OfficialCase,
  to: Callee,
  programs: ExternalPrograms,
  callId: string,
  { wire }: AttemptOptions,
): Promise<Result> {
  await using own = 'live' in to ? await listen(to, client, callId) : undefined;
  const route = own?.route ?? ('address' in to ? routeTo(to) : { target: '' });
  const started = performance.now();
  const play = (at: Route) => withFlags(at, (flags) => ended(client, wanted, flags, programs));
  const end = await (wire === undefined ? play(route) : tapped(wire, route, play));
  const differences = [
    ...endDifferences(end),
    ...('live' in to ? await seenDifferences(to.live, wanted, callId) : []),
  ];
  return {
    ...{ case: testCase.id, cell, verdict: differences.length === 0 ? 'passed' : 'failed' },
    ...{ durationMs: performance.now() - started, differences },
    evidence: { callId, clientStderr: end.output },
    reason: 'live' in to ? SERVER_SIDE_ONLY : CLIENT_SIDE_ONLY,
  };
}

function listen(
  { live, keys }: { live: Live; keys: Keys },
  { transport }: ExternalClient,
  id: string,
) {
  return OwnListener.open(live, id, { listen: { transport } }, keys);
}

function ended(
  { command: [file, ...args] }: ExternalClient,
  { name }: OfficialCase,
  flags: readonly string[],
  programs: ExternalPrograms,
): Promise<Ended> {
  const all = [...args, ...flags, `--test_case=${name}`];
  const limitMs = name.endsWith('_soak') ? SOAK_MS : LIMIT_MS;
  const env = Object.fromEntries(Object.entries(process.env).filter(isSet));
  return programs.run({ file, args: all, cwd: process.cwd(), env }, limitMs);
}

function isSet(pair: [string, string | undefined]): pair is [string, string] {
  return pair[1] !== undefined;
}

function endDifferences({ code, signal, late, output }: Ended): Difference[] {
  if (code === 0 && !late) return [];
  const how = signal === null ? `exit code ${code}` : `ended by ${signal}`;
  const actual = late ? 'had not ended after its limit' : how;
  return [{ field: 'exit', expected: 'exit code 0', actual: `${actual}: ${lastLine(output)}` }];
}

/** What the program said last; reports show the rest, and make it safe to show. */
function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? '';
}

/** A client that ends well must have made the calls that the case is about. */
async function seenDifferences(
  { control }: Live,
  { methods }: OfficialCase,
  callId: string,
): Promise<Difference[]> {
  const { hops } = await control.observe(callId, ObserveRequest_Until.SETTLED, SETTLED_MS);
  const seen = new Set(hops.map((hop) => hop.method));
  return methods
    .filter((method) => !seen.has(method))
    .map((method) => ({
      field: 'observed.methods',
      expected: method,
      actual: [...seen].join(', ') || 'nothing seen',
    }));
}
