import { isScenario, type PlanCase } from '../../contract/case.ts';
import { CLIENT_SIDE_ONLY, type ExternalServer } from '../../contract/external.ts';
import { Correlation, WireProtocol } from '../../contract/generated.ts';
import type { Difference, Evidence, Result } from '../../contract/result.ts';
import type { Route } from '../../contract/wire.ts';
import { judge } from '../../judge/judge.ts';
import { outcomeFields } from '../../judge/outcome-fields.ts';
import type { AttemptOptions } from '../attempt.ts';
import { DEFAULT_LIMITS, resultOf } from '../call.ts';
import type { Task } from '../ledger.ts';
import type { Live } from '../session.ts';
import { onItsOwn, tapped } from '../tapped.ts';

/** Lets one of our clients make a case's call to a server of somebody else's, and judges what the client tells. */
export async function dialServer(
  { cell, testCase }: Task,
  client: Live,
  server: ExternalServer,
  callId: string,
  { limits = DEFAULT_LIMITS, wire }: AttemptOptions,
): Promise<Result> {
  if (isScenario(testCase)) throw new Error(`${testCase.id}: a scenario has servers of its own`);
  const alone = wire === undefined ? testCase : onItsOwn(testCase, callId);
  const started = performance.now();
  const call = (route: Route) => made(alone, client, route, callId, limits.guardMs);
  const route = routeTo(server);
  const evidence = await (wire === undefined ? call(route) : tapped(wire, route, call));
  const differences = differencesOf(testCase, evidence);
  return {
    ...{ case: testCase.id, cell, verdict: differences.length === 0 ? 'passed' : 'failed' },
    ...{ durationMs: performance.now() - started, differences, evidence },
    reason: CLIENT_SIDE_ONLY,
  };
}

/** Where a server of somebody else's is dialled. Its handshake is passed on as it is. */
export function routeTo({ address, transport, caPem, serverName }: ExternalServer): Route {
  if (transport === 'h2c') return { target: address };
  return { target: address, tls: { serverCaPem: caPem, serverName }, opaque: true };
}

/** Nothing is added to the metadata: nobody there would look for it. */
async function made(
  { plan }: PlanCase,
  client: Live,
  { target, tls }: Route,
  callId: string,
  guardMs: number,
): Promise<Evidence> {
  const where = { targets: [target], ...(tls === undefined ? {} : { tls }) };
  const how = { protocol: WireProtocol.GRPC, correlation: Correlation.LISTENER };
  const response = await client.control.call({ ...plan, ...where, ...how, callId }, guardMs);
  return { callId, ...resultOf(response) };
}

function differencesOf(testCase: PlanCase, { outcome, problem }: Evidence): Difference[] {
  if (outcome !== undefined) {
    return judge(outcomeFields(testCase), { outcome, observation: undefined });
  }
  return [{ field: 'outcome', expected: 'an outcome', actual: problem ?? 'nothing' }];
}
