import { CODES } from '../../contract/code.ts';
import type { Stage, StagePlan } from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, type ServerPlanInit } from '../kinds.ts';
import { CONNECT, GRPC_WEB } from './kinds.ts';
import { pair, speaking } from './speaking.ts';

const SOURCE = `${CONNECT}, "Bidirectional streaming requires HTTP/2"; ${GRPC_WEB}: any HTTP`;
const BIDI = KINDS.find(({ id }) => id === 'bidi-stream') as Kind;

/** What may come of a call that a server won't have on HTTP/1.1: 505 has no code of its own in either protocol. */
const REFUSED = ['UNKNOWN', 'UNIMPLEMENTED'];

function turns(count: number): NonNullable<StagePlan['steps']> {
  return Array.from({ length: count }, () => [step.sendBody(3), step.receive()]).flat();
}

/** What only HTTP/2 promises is on HTTP/2, in whichever cell. */
const onHttp2 = (stage: Stage) => speaking({ ...stage.cell, transport: 'h2c' });

/** Request and response by turns: the one is there before the next is sent. */
async function lockstep(stage: Stage): Promise<void> {
  const client = await pair(stage, 'h2c');
  const plan = { ...onHttp2(stage), method: BIDI.method, steps: turns(20) };
  const { code, outcome } = await client.call(plan);
  stage.check('code', 'OK', code);
  stage.check('messages', '20', String(outcome.messages.length));
}

/** All requests, then all responses. */
async function halfDuplex(stage: Stage): Promise<void> {
  const client = await pair(stage);
  const server: ServerPlanInit = { steps: [step.drain(), step.sendBody(4, 1, 3)] };
  const steps = [step.sendBody(3, 0, 3), step.halfClose()];
  const { code, outcome } = await client.call({
    ...speaking(stage.cell),
    ...probePlan(BIDI, steps, server),
  });
  expectOk(stage, code);
  if (code === 'OK') stage.check('messages', '3', String(outcome.messages.length));
}

function expectOk(stage: Stage, code: string): void {
  const accepted = stage.cell.transport === 'http1' ? ['OK', ...REFUSED] : ['OK'];
  stage.holds('code', accepted.join(' or '), code, accepted.includes(code));
}

/** An error in the middle of a conversation ends it, and takes nothing back. */
async function error(stage: Stage): Promise<void> {
  const client = await pair(stage, 'h2c');
  const server: ServerPlanInit = {
    steps: [step.receive(), step.sendBody(4, 1, 2)],
    ending: { case: 'status', value: { code: CODES.ABORTED, message: 'no more' } },
  };
  const plan = probePlan(BIDI, [step.sendBody(3), step.receive(2), step.drain()], server);
  const { code, outcome } = await client.call({ ...onHttp2(stage), ...plan });
  stage.check('code', 'ABORTED', code);
  stage.check('message', 'no more', outcome.message);
  stage.check('messages', '2', String(outcome.messages.length));
}

function bidi(id: string, title: string, scenario: (stage: Stage) => Promise<void>): ScenarioInit {
  const rest = { source: SOURCE, tier: 'protocol', services: [], needs: needsOf(BIDI) } as const;
  return { id: `bidi-stream/${id}`, title, ...rest, scenario };
}

/** Bidirectional streams, which need HTTP/2 to be more than one way at a time. */
export const bidiCases: readonly ScenarioInit[] = [
  bidi('lockstep', 'Twenty requests and responses by turns, on HTTP/2', lockstep),
  bidi('error', 'An error ends a bidi-stream call on HTTP/2, after its messages', error),
  bidi(
    'half-duplex',
    'All requests and then all responses are OK on HTTP/2; a server may refuse them on HTTP/1.1, where the call ends all the same',
    halfDuplex,
  ),
];
