import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { type CaseInit, pathOf, step } from '../define.ts';
import {
  arrives,
  ask,
  CLIENT_STREAM,
  DUPLEX,
  described,
  duplex,
  method,
  TURNS,
  zeros,
} from './parts.ts';

const { out, back } = TURNS[0] ?? { out: 0, back: 0 };

/** Calls that their client ends, by a cancellation or by its deadline. */
export const endings: readonly CaseInit[] = [
  {
    id: 'cancel-after-begin',
    title: 'A call that is cancelled before its first request is CANCELLED',
    source: described('cancel_after_begin'),
    needs: [...CLIENT_STREAM, 'client.cancel'],
    plan: { method: pathOf(method.streamingInputCall), steps: [step.cancel()] },
    expect: { code: 'CANCELLED', messages: [], observed: { seen: 'either' } },
  },
  {
    id: 'cancel-after-first-response',
    title:
      'A call that is cancelled after its first response is CANCELLED, and keeps that response',
    source: described('cancel_after_first_response'),
    needs: [...DUPLEX, 'client.cancel', 'client.lockstep'],
    plan: duplex([
      ask({ responseParameters: [{ size: back }], payload: zeros(out) }),
      step.receive(),
      step.cancel(),
    ]),
    expect: {
      code: 'CANCELLED',
      messages: [arrives.response(back)],
      observed: { seen: true, messages: [arrives.output(out, back)] },
    },
  },
  {
    id: 'timeout-on-sleeping-server',
    title: 'A call with a millisecond to a server that goes on is DEADLINE_EXCEEDED',
    source: described('timeout_on_sleeping_server'),
    needs: DUPLEX,
    plan: duplex([ask({ payload: zeros(out) }), step.drain()], { timeout: durationFromMs(1) }),
    expect: { code: 'DEADLINE_EXCEEDED', messages: [], observed: { seen: 'either' } },
  },
];
