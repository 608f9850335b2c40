import { SETTING, TYPE } from '../../../contract/http2.ts';
import { type ScenarioInit, step } from '../../define.ts';
import { wire } from '../script.ts';
import { ANSWER, kindOf, serving } from './parts.ts';

const PLAN = { method: kindOf('unary').method, steps: [step.sendBody(3)] };

/**
 * A call whose window is 0 until it is given one. The client has acknowledged that when the call before is over: of a
 * first call it may send DATA before it has any SETTINGS (RFC 9113, 3.4).
 */
function opened(id: string, title: string, source: string, increment: number): ScenarioInit {
  const closed = [
    ...[wire.settings([[SETTING.INITIAL_WINDOW_SIZE, 0]]), wire.awaitAcks(TYPE.SETTINGS, 2)],
    ...ANSWER,
  ];
  const late = [wire.sleep(50), wire.windowUpdate(increment), wire.awaitEnd(), ...ANSWER];
  return {
    ...{ id: `frames/allowed/${id}`, title, source, tier: 'raw-server' },
    ...{ needs: ['client.unary'], services: [] },
    scenario: async (stage) => {
      const server = await stage.raw([{ calls: [...serving(closed).calls, { steps: late }] }]);
      const client = stage.client({ target: server.address });
      stage.check('the first call', 'OK', (await client.call(PLAN)).code);
      stage.check('the call without a window', 'OK', (await client.call(PLAN)).code);
      const facts = await server.facts();
      stage.check('data first', '0', facts['data first'] ?? 'none');
      stage.check('ended by client', '2', facts['ended by client'] ?? 'none');
      stage.check('resets', 'none', facts.resets ?? 'none');
    },
  };
}

/** Windows that begin at 0. */
export const windows: readonly ScenarioInit[] = [
  opened(
    'window-given-late',
    'A client whose windows begin at 0 sends when they are opened',
    'RFC 9113, 6.9.2: SETTINGS_INITIAL_WINDOW_SIZE may be 0, and WINDOW_UPDATE opens a stream',
    1_000_000,
  ),
  opened(
    'window-update-largest',
    'A window of exactly 2^31-1 is legal',
    'RFC 9113, 6.9.1: a window MUST NOT exceed 2^31-1',
    0x7fffffff,
  ),
];
