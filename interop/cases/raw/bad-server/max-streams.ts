import { SETTING, TYPE } from '../../../contract/http2.ts';
import type { ClientOptions, RawScript } from '../../../contract/stage.ts';
import { type ScenarioInit, step } from '../../define.ts';
import { type RawStep, wire } from '../script.ts';
import { ANSWER, kindOf, serving } from './parts.ts';

/**
 * A call that is over when the client has acknowledged the limit: what comes after it is bound (RFC 9113, 6.5.3),
 * where a client may send its first HEADERS before it has any SETTINGS (3.4).
 */
export function limitedBy(limit: number, ...content: readonly RawStep[]): readonly RawStep[] {
  return [
    ...[wire.settings([[SETTING.MAX_CONCURRENT_STREAMS, limit]]), wire.awaitAcks(TYPE.SETTINGS, 2)],
    ...content,
  ];
}

interface Limited {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly scripts: readonly RawScript[];
  /** How many calls at once come after the first. */
  readonly atOnce: number;
  readonly codes: string;
  readonly most: string;
  readonly options?: Omit<ClientOptions, 'target'>;
}

const PLAN = { method: kindOf('unary').method, steps: [step.sendBody(3)] };

function limited({ scripts, atOnce, codes, most, options, ...about }: Limited): ScenarioInit {
  return {
    ...{ ...about, tier: 'raw-server', needs: ['client.unary'], services: [] },
    scenario: async (stage) => {
      const server = await stage.raw(scripts);
      const client = stage.client({ target: server.address, ...options });
      stage.check('the first call', 'OK', (await client.call(PLAN)).code);
      const seen = await Promise.all(Array.from({ length: atOnce }, () => client.call(PLAN)));
      const others = [...new Set(seen.map(({ code }) => code))].sort().join(', ');
      stage.check('the calls under the limit', codes, others);
      stage.check('most at once', most, (await server.facts())['most at once'] ?? 'none');
    },
  };
}

const MUST = 'RFC 9113, 5.1.2: endpoints MUST NOT exceed the limit set by their peer';

/** How many streams there may be. */
export const maxStreams: readonly ScenarioInit[] = [
  limited({
    id: 'max-streams/0-then-100',
    title: 'A call waits while MAX_CONCURRENT_STREAMS is 0, and goes on when it is 100',
    source: `${MUST}; 6.5.2: 0 is to be used for short times`,
    scripts: [
      serving(
        [
          ...limitedBy(0, ...ANSWER),
          ...[wire.sleep(500), wire.settings([[SETTING.MAX_CONCURRENT_STREAMS, 100]])],
        ],
        ANSWER,
      ),
      serving(ANSWER),
    ],
    ...{ atOnce: 1, codes: 'OK', most: '0' },
  }),
  limited({
    id: 'max-streams/0-for-ever',
    title: 'A call that waits for MAX_CONCURRENT_STREAMS to rise ends at its deadline',
    source: `${MUST}; statuscodes.md: unable to send the request before the deadline is DEADLINE_EXCEEDED`,
    // A call that comes all the same is answered, so that the client's deadline tells; on another connection it may come.
    scripts: [
      serving(limitedBy(0, ...ANSWER), ANSWER),
      { settings: [{ id: SETTING.MAX_CONCURRENT_STREAMS, value: 0 }] },
    ],
    ...{ atOnce: 1, codes: 'DEADLINE_EXCEEDED', most: '0', options: { timeoutMs: 4_000 } },
  }),
  limited({
    id: 'max-streams/1',
    title: 'Ten calls at once on a connection that takes one at a time are all answered',
    source: `${MUST}; a call waits for its turn`,
    scripts: [serving(limitedBy(1, ...ANSWER), [wire.sleep(10), ...ANSWER])],
    ...{ atOnce: 10, codes: 'OK', most: '1' },
  }),
];
