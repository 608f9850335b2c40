import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { CODES } from '../../contract/code.ts';
import type { StagePlan } from '../../contract/stage.ts';
import { step } from '../define.ts';
import { type Kind, probePlan, requests } from '../kinds.ts';

const BYTES = Uint8Array.of(0, 255);
const text = (name: string, value: string) => ({ name, value: Buffer.from(value) });
const HEADERS = [text('x-head', 'of the headers'), { name: 'x-head-bin', value: BYTES }];
const TRAILERS = [text('x-trail', 'of the trailers'), { name: 'x-trail-bin', value: BYTES }];

/** An End is one way in which a call may come to its end. */
export interface End {
  readonly id: string;
  readonly title: string;
  readonly needs: readonly string[];
  readonly plan: (kind: Kind) => StagePlan;
  readonly code: string;
  /** Signals the client once the handler has been entered. */
  readonly signalled?: true;
}

/** A handler that reads all, and answers as its kind does. */
function answering(kind: Kind) {
  return [
    step.sendHeaders(HEADERS),
    ...(kind.manyRequests ? [step.drain()] : []),
    step.sendBody(4, 1, kind.manyResponses ? 3 : 1),
  ];
}

/** How calls end here. */
export const ENDS: readonly End[] = [
  {
    id: 'ok',
    needs: [],
    title: 'is OK, with headers, messages and trailers',
    code: 'OK',
    plan: (kind) =>
      probePlan(kind, [requests(kind, 3)], {
        steps: answering(kind),
        ending: { case: 'status', value: { trailers: TRAILERS } },
      }),
  },
  {
    id: 'error',
    title: 'ends in an error, with details and trailers',
    needs: ['server.status-details'],
    code: 'ABORTED',
    plan: (kind) =>
      probePlan(kind, [requests(kind, 1)], {
        ending: {
          case: 'status',
          value: {
            code: CODES.ABORTED,
            message: 'größer als 100 %',
            trailers: TRAILERS,
            details: [
              {
                typeUrl: 'type.googleapis.com/google.protobuf.Int32Value',
                value: Uint8Array.of(8, 5),
              },
            ],
          },
        },
      }),
  },
  {
    id: 'deadline',
    title: 'outlasts its deadline',
    needs: [],
    code: 'DEADLINE_EXCEEDED',
    plan: (kind) => ({
      ...probePlan(kind, [requests(kind, 1)], { ending: { case: 'awaitCancellation', value: {} } }),
      timeout: durationFromMs(500),
    }),
  },
  {
    id: 'cancelled',
    title: 'is cancelled in its handler',
    needs: ['client.cancel'],
    code: 'CANCELLED',
    signalled: true,
    plan: (kind) =>
      probePlan(kind, [requests(kind, 1), step.awaitSignal('entered'), step.cancel()], {
        ending: { case: 'awaitCancellation', value: {} },
      }),
  },
];
