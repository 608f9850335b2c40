import { durationFromMs } from '@bufbuild/protobuf/wkt';
import type { Stage, StagePlan, StageServer } from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf } from '../kinds.ts';

const SOURCE =
  'gRPC "Cancellation" guide: a cancellation goes on to the calls that a handler made for this one; statuscodes.md, CANCELLED';

const ENTERED_MS = 10_000;
const SETTLED_MS = 10_000;

/** A call to one server, whose handler calls on to another, whose handler waits to be cancelled. */
function through(kind: Kind, last: StageServer): StagePlan {
  return {
    method: kind.method,
    steps: [step.sendBody(3), step.awaitSignal('there'), step.cancel()],
    serverPlan: {
      ending: {
        case: 'forward',
        value: {
          targets: [last.address],
          method: kind.method,
          steps: [step.sendBody(3)],
          guard: durationFromMs(30_000),
          serverPlan: { ending: { case: 'awaitCancellation', value: {} } },
        },
      },
    },
  };
}

/** What a server saw of its hop of the call. */
async function hopOf(server: StageServer, callId: string, hop: number, limitMs: number) {
  return (await server.observe(callId, limitMs)).find((one) => one.hop === hop);
}

/** Client, first and last server: the client cancels once the last has the call, and knows from its request what to do. */
async function chain(stage: Stage, kind: Kind, first: StageServer, last: StageServer) {
  const client = stage.client({ target: first.address, timeoutMs: 30_000 });
  const call = client.open(through(kind, last));
  const there = async () => (await hopOf(last, call.callId, 1, 1))?.messages.length === 1;
  if (!(await stage.until(there, ENTERED_MS))) {
    stage.fail(`${first.peer} → ${last.peer}`, 'entered', 'not entered');
  }
  await call.signal('there');
  const name = (what: string) => `${first.peer} → ${last.peer}, ${what}`;
  stage.check(name('client'), 'CANCELLED', (await call.ended).code);
  for (const [what, server, hop] of [
    ['first', first, 0],
    ['last', last, 1],
  ] as const) {
    const seen = await hopOf(server, call.callId, hop, SETTLED_MS);
    stage.check(name(what), 'told', seen?.cancelled === true ? 'told' : 'not told');
  }
}

async function roundTheLanguages(stage: Stage, kind: Kind): Promise<void> {
  const servers = await stage.servers();
  for (const [at, first] of servers.entries()) {
    await chain(stage, kind, first, servers[(at + 1) % servers.length] ?? first);
  }
}

async function withinOneLibrary(stage: Stage, kind: Kind): Promise<void> {
  await chain(stage, kind, await stage.server(), await stage.server());
}

const NEEDS = ['client.cancel', 'server.cancelled', 'server.forward'];

/** Cancellation over two hops. */
export const upstream: readonly ScenarioInit[] = KINDS.flatMap((kind) => [
  {
    id: `upstream/${kind.id}/three-languages`,
    title: `A ${kind.id} call that is cancelled is cancelled at the server behind the server, whatever its language`,
    source: SOURCE,
    tier: 'mixed',
    services: [],
    needs: needsOf(kind, ...NEEDS),
    scenario: (stage) => roundTheLanguages(stage, kind),
  },
  {
    id: `upstream/${kind.id}/one-library`,
    title: `A ${kind.id} call that is cancelled is cancelled at the server behind the server`,
    source: SOURCE,
    tier: 'each-peer',
    services: [],
    needs: needsOf(kind, ...NEEDS),
    scenario: (stage) => withinOneLibrary(stage, kind),
  },
]);
