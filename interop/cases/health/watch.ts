import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { EventKind, Health } from '../../contract/generated.ts';
import type { Stage, StageServer } from '../../contract/stage.ts';
import { type CaseInit, pathOf, type ScenarioInit, single, step } from '../define.ts';

const SOURCE = 'gRPC Health Checking Protocol (grpc/grpc doc/health-checking.md), "Watch"';
const NEEDS = ['server.health-watch'];
/** How long a stream is left alone that must stay open, in milliseconds. */
const OPEN_MS = 100;
/** How long a change may take to be told. */
const TOLD_MS = 10_000;

const { watch } = Health.method;

type Status = 'SERVING' | 'SERVICE_UNKNOWN';

/** The first message comes at once; then the stream stays open until it is cancelled. */
function first(
  service: string,
  id: string,
  status: Status,
  title: string,
  issue?: string,
): CaseInit {
  const sleep = {
    action: { case: 'sleep', value: { duration: durationFromMs(OPEN_MS) } },
  } as const;
  const steps = [step.send(watch.input, { service }), step.receive(1), sleep, step.cancel()];
  const one = single(
    title,
    watch,
    { service },
    {
      ...{ id: `watch/${id}`, source: SOURCE, needs: NEEDS, plan: { steps } },
      expect: { code: 'CANCELLED', messages: [{ json: { status } }] },
    },
    service === '' ? {} : { service },
  );
  return issue === undefined ? one : { ...one, issue };
}

/** What each change of the state is told as, and what a watch has said by now. */
async function changes(stage: Stage): Promise<void> {
  const server = await stage.server();
  const client = stage.client({ target: server.address, timeoutMs: 30_000 });
  const watching = client.open({
    method: pathOf(watch),
    steps: [step.send(watch.input, { service: 'MyService' }), step.receive(3), step.cancel()],
  });
  await told(stage, server, watching.callId, 1);
  await server.setHealth(false);
  await told(stage, server, watching.callId, 2);
  await server.setHealth(true);
  const { code, outcome } = await watching.ended;
  stage.check('code', 'CANCELLED', code);
  const states = outcome.messages.map(({ json }) => json.replaceAll(/[^A-Z_]/g, ''));
  stage.check('states', 'SERVING NOT_SERVING SERVING', states.join(' '));
}

/** Waits until the handler has told so many states: of two changes at once only the last may be told. */
async function told(
  stage: Stage,
  server: StageServer,
  callId: string,
  count: number,
): Promise<void> {
  const sent = async () => {
    const [hop] = await server.observe(callId, 0);
    return (hop?.events.filter(({ kind }) => kind === EventKind.SENT).length ?? 0) >= count;
  };
  stage.holds('told', `${count} states`, 'fewer', await stage.until(sent, TOLD_MS));
}

const changing: ScenarioInit = {
  id: 'watch/changes',
  title: 'A watch tells every change of the state',
  source: `${SOURCE}: the server will immediately send back a message, and subsequently whenever the status changes`,
  needs: ['client.server-stream', 'server.server-stream', ...NEEDS],
  services: [],
  scenario: changes,
};

/** grpc.health.v1.Health/Watch: the first state, changes, and what isn't there. */
export const watches: readonly (CaseInit | ScenarioInit)[] = [
  first('', 'server', 'SERVING', 'A watch of the server as a whole begins with SERVING'),
  first('MyService', 'service', 'SERVING', 'A watch of a service begins with SERVING'),
  first(
    'no.such.Service',
    'unknown-service',
    'SERVICE_UNKNOWN',
    'A watch of a service that is not there begins with SERVICE_UNKNOWN, and goes on',
    'digital-asset/daml#7963',
  ),
  changing,
];
