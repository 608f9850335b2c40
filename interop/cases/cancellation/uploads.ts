import type {
  Open,
  Seen,
  Stage,
  StagePlan,
  StageRawServer,
  StageServer,
} from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf } from '../kinds.ts';
import { ANSWER, answering, kindOf, request, UNDER_WAY } from '../raw/bad-server/parts.ts';
import { CONNECTION, wire } from '../raw/script.ts';

const SOURCE =
  'gRPC "Cancellation" guide: a client may cancel at any time, and the server is told; RFC 9113, 5.4.2: a reset ends its stream and no other, whatever flow control (5.2) has held up of it';
const ENDS =
  'gRPC over HTTP/2, "Requests": the end of the requests is the END_STREAM flag; RFC 9113, 5.4.2 and 8.1: a stream that is reset before it was not complete';

/** More than any window takes, in messages that are within every limit. */
const LARGE = 3_000_000;
const COUNT = 8;
/** How long a call may take to be there, in milliseconds. */
const THERE_MS = 10_000;

type There = () => Promise<boolean>;

/** A handler has a request; a library that pushes messages may have a second one by then. */
function handled(server: StageServer, { callId }: Open): There {
  return async () => ((await server.observe(callId, 1))[0]?.messages.length ?? 0) > 0;
}

/** The raw server has bytes of a request. */
function arrived(server: StageRawServer): There {
  return async () => Number((await server.facts())['data first'] ?? 0) > 0;
}

/** Cancels once the call is under way, and wants it told, and the next call to go on. */
async function cancelled(stage: Stage, call: Open, there: There): Promise<Seen> {
  if (!(await stage.until(there, THERE_MS))) stage.fail('call', 'under way', 'not under way');
  await call.signal('there');
  const seen = await call.ended;
  stage.check('code', 'CANCELLED', seen.code);
  return seen;
}

/** A handler that reads the first of many requests, and no more. */
async function unread(stage: Stage, kind: Kind): Promise<void> {
  const server = await stage.server();
  const client = stage.client({ target: server.address });
  const plan: StagePlan = {
    method: kind.method,
    steps: [step.sendBody(3), step.cancelWhen('there'), step.sendBody(LARGE, 1, COUNT)],
    serverPlan: { ending: { case: 'awaitCancellation', value: {} } },
  };
  const call = client.open(plan);
  await cancelled(stage, call, handled(server, call));
  const [hop] = await server.observe(call.callId);
  stage.check('the handler', 'told', hop?.cancelled === true ? 'told' : 'not told');
  stage.check('the next call', 'OK', (await client.call()).code);
}

/** A handler that reads its requests to their end, of a call that is cancelled after the first: there is no end. */
async function cutOff(stage: Stage, kind: Kind): Promise<void> {
  const server = await stage.server();
  const client = stage.client({ target: server.address });
  const call = client.open({
    method: kind.method,
    steps: [step.sendBody(3), step.awaitSignal('there'), step.cancel()],
    serverPlan: { steps: [step.drain()], ending: { case: 'awaitCancellation', value: {} } },
  });
  await cancelled(stage, call, handled(server, call));
  const [hop] = await server.observe(call.callId);
  stage.check('the requests, to the handler', 'cut off', hop?.halfClosed ? 'whole' : 'cut off');
  stage.check('the handler', 'told', hop?.cancelled === true ? 'told' : 'not told');
}

/** The frames of a call that is cancelled after its first request: a reset, and no end of the requests. */
async function resetAlone(stage: Stage, kind: Kind): Promise<void> {
  const server = await stage.raw([{ calls: [{ steps: [UNDER_WAY, wire.awaitReset()] }] }]);
  const client = stage.client({ target: server.address });
  const upload = [request(), step.awaitSignal('there'), step.cancel()];
  const call = client.open({ method: kind.method, steps: upload });
  await cancelled(stage, call, arrived(server));
  const reset = async () => (await server.facts()).resets === 'CANCEL';
  stage.holds('resets', 'CANCEL', 'none of that', await stage.until(reset, THERE_MS));
  const { 'ended by client': ended = 'none' } = await server.facts();
  stage.check('streams ended by the client', '0', ended);
}

/** A handler that reads its requests to their end, which comes. */
async function whole(stage: Stage, kind: Kind): Promise<void> {
  const server = await stage.server();
  const client = stage.client({ target: server.address });
  const seen = await client.call({
    method: kind.method,
    steps: [step.sendBody(3), step.sendBody(3)],
    serverPlan: { steps: [step.drain()] },
  });
  stage.check('code', 'OK', seen.code);
  const [hop] = await server.observe(seen.callId);
  stage.check('the requests, to the handler', 'whole', hop?.halfClosed ? 'whole' : 'cut off');
}

/** A server that opens no windows, until the reset has come. */
async function unopened(stage: Stage, kind: Kind): Promise<void> {
  const held = [UNDER_WAY, wire.awaitReset(), wire.windowUpdate(65_535, CONNECTION)];
  const calls = [{ steps: held }, { steps: [...answering(ANSWER)] }];
  const server = await stage.raw([{ noWindows: true, calls }]);
  const client = stage.client({ target: server.address });
  const upload = [step.cancelWhen('there'), request(true)];
  const call = client.open({ method: kind.method, steps: upload });
  await cancelled(stage, call, arrived(server));
  const next = await client.call({ method: kindOf('unary').method, steps: [request()] });
  stage.check('the next call', 'OK', next.code);
  const { resets = 'none', connections = 'none' } = await server.facts();
  stage.check('resets', 'CANCEL', resets);
  stage.check('connections', '1', connections);
}

/** Requests that flow control holds up, of calls that are cancelled meanwhile. */
export const uploads: readonly ScenarioInit[] = [
  ...KINDS.filter((kind) => kind.manyRequests).flatMap((kind): ScenarioInit[] => [
    {
      id: `${kind.id}/cut-off`,
      title: `A ${kind.id} call that is cancelled after its first request never tells its handler that the requests have ended`,
      source: ENDS,
      tier: 'pairs',
      services: [],
      needs: needsOf(kind, 'client.cancel', 'server.cancelled'),
      scenario: (stage) => cutOff(stage, kind),
    },
    {
      id: `${kind.id}/reset-alone`,
      title: `A ${kind.id} call that is cancelled after its first request is reset, and its requests are not ended before`,
      source: ENDS,
      tier: 'raw-server',
      services: [],
      needs: [`client.${kind.id}`, 'client.cancel'],
      scenario: (stage) => resetAlone(stage, kind),
    },
    {
      id: `${kind.id}/whole`,
      title: `A ${kind.id} call that half-closes tells its handler that the requests have ended`,
      source: ENDS,
      tier: 'each-peer',
      services: [],
      needs: needsOf(kind),
      scenario: (stage) => whole(stage, kind),
    },
  ]),
  ...KINDS.filter((kind) => kind.manyRequests).map(
    (kind): ScenarioInit => ({
      id: `${kind.id}/under-large-requests`,
      title: `A ${kind.id} call that is cancelled while its large requests wait for a handler that doesn't read is CANCELLED, its handler is told, and the next call goes on`,
      source: SOURCE,
      tier: 'each-peer',
      services: [],
      needs: needsOf(kind, 'client.cancel', 'server.cancelled'),
      scenario: (stage) => unread(stage, kind),
    }),
  ),
  ...KINDS.map(
    (kind): ScenarioInit => ({
      id: `${kind.id}/without-a-window`,
      title: `A ${kind.id} call that is cancelled while its request waits for a window is CANCELLED and reset, and the next call goes over the same connection`,
      source: SOURCE,
      tier: 'raw-server',
      services: [],
      needs: [`client.${kind.id}`, 'client.cancel'],
      scenario: (stage) => unopened(stage, kind),
    }),
  ),
];
