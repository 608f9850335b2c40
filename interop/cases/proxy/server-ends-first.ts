import type { PlanCase } from '../../contract/case.ts';
import { probe } from '../bytes.ts';
import { step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan } from '../kinds.ts';

const [, , , BIDI] = KINDS as readonly [Kind, Kind, Kind, Kind];

/** The server answers and ends, while the client's side is still open: its status must arrive. */
export const serverEndsFirst: PlanCase = {
  id: 'server-ends-first',
  suite: 'proxy',
  title:
    'A stream that the server ends while the client may still send has the status that the server gave',
  source:
    'RFC 9113, 8.1: a server may reset with NO_ERROR after a complete response, and a client must not discard the response for it',
  tier: 'every',
  needs: needsOf(BIDI, 'client.lockstep'),
  plan: probePlan(BIDI, [step.sendBody(3), step.receive()], {
    steps: [step.receive(), step.sendBody(4, 1)],
  }),
  expect: { code: 'OK', messages: [probe.response(4, 1)], observed: { seen: true } },
};
