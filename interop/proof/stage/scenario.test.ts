import { describe, expect, it } from 'vitest';
import type { ScenarioCase } from '../../contract/case.ts';
import type { Stage, StageClient } from '../../contract/stage.ts';
import { emptyRecording, type Recording, recorded } from './record.ts';
import { replay } from './replay.ts';
import { proveScenario } from './scenario.ts';

/** What a stage would do that serves by turns, and takes a moment for it. */
function aStage(): Stage {
  const client = {
    call: async () => ({ code: 'OK', server: 'a' }),
    calls: async (count: number) =>
      Array.from({ length: count }, (_, at) => ({ code: 'OK', server: 'ab'[at % 2] })),
  };
  let looks = 0;
  const stage = {
    word: 'w',
    now: () => 5,
    check: () => undefined,
    holds: () => undefined,
    note: () => undefined,
    client: () => client as unknown as StageClient,
    sleep: () => new Promise((resolve) => setTimeout(resolve, 1)),
    registry: async () => ({ kind: 'consul', passing: async () => (looks++ < 2 ? [] : ['a']) }),
    until: async (isSo: () => Promise<boolean>) => {
      for (let look = 0; look < 9; look++) if (await isSo()) return true;
      return false;
    },
  };
  return stage as unknown as Stage;
}

const caseOf = (scenario: ScenarioCase['scenario']): ScenarioCase => ({
  ...{ id: 's/one', suite: 's', title: '', source: '', tier: 'every', needs: [], services: [] },
  scenario,
});

async function recordingOf(testCase: ScenarioCase): Promise<Recording> {
  const recording = emptyRecording();
  await testCase.scenario(recorded(aStage(), recording));
  return recording;
}

async function proven(scenario: ScenarioCase['scenario']) {
  const testCase = caseOf(scenario);
  return proveScenario(testCase, await recordingOf(testCase));
}

describe('proveScenario', () => {
  it('proves what depends on what the stage answers, each field alone', async () => {
    const all = await proven(async (stage) => {
      const seen = await stage.client({ target: '' }).calls(4);
      stage.check('order', 'abab', seen.map((one) => one.server).join(''));
      stage.check('code', 'OK', (await stage.client({ target: '' }).call()).code);
      const registry = await stage.registry('consul');
      const listed = await stage.until(async () => (await registry.passing('x')).length === 1, 1);
      stage.holds('listed', 'yes', 'no', listed);
    });
    expect(all).toEqual([
      { case: 's/one', field: 'listed' },
      { case: 's/one', field: 'code' },
      { case: 's/one', field: 'order' },
    ]);
  });

  it('fails a field that is the same whatever the stage answers', async () => {
    const all = await proven(async (stage) => {
      const { code } = await stage.client({ target: '' }).call();
      stage.check('code', 'OK', code);
      stage.check('blind', 'yes', 'yes');
    });
    expect(all).toEqual([
      { case: 's/one', field: 'code' },
      { case: 's/one', field: 'blind', problem: 'no answer of the stage breaks it' },
    ]);
  });

  it('fails a field that another one always comes with', async () => {
    const all = await proven(async (stage) => {
      const { code } = await stage.client({ target: '' }).call();
      stage.check('code', 'OK', code);
      stage.check('again', 'OK', code);
    });
    expect(all.map(({ field, problem }) => [field, problem])).toEqual([
      ['code', 'no answer breaks it alone, only together with again'],
      ['again', 'no answer breaks it alone, only together with code'],
    ]);
  });

  it('fails a scenario that judges nothing', async () => {
    const [one] = await proven(async (stage) => void (await stage.client({ target: '' }).call()));
    expect(one?.problem).toBe('it judges nothing');
  });

  it('fails a scenario that comes out otherwise when it is played again', async () => {
    let played = 0;
    const [one] = await proven(async (stage) => {
      played += 1;
      stage.check('first', '1', String(played));
    });
    expect(one?.problem).toBe('played again it differs: first');
  });

  it('ends after the replay that is under way when it is interrupted', async () => {
    const interrupted = new AbortController();
    let played = 0;
    const testCase = caseOf(async (stage) => {
      played += 1;
      if (played === 3) interrupted.abort();
      await stage.client({ target: '' }).calls(50);
      stage.check('blind', 'yes', 'yes');
    });
    const { signal } = interrupted;
    await proveScenario(testCase, await recordingOf(testCase), { signal });
    expect(played).toBe(3);
  });
});

describe('replay', () => {
  it('keeps promises in the order in which they were kept', async () => {
    const testCase = caseOf(async (stage) => {
      const slow = stage.sleep(1).then(() => 'slow');
      const quick = stage.client({ target: '' }).call();
      stage.check('first', 'quick', await Promise.race([slow, quick.then(() => 'quick')]));
      await slow;
    });
    const same = await replay(testCase, await recordingOf(testCase));
    expect(same).toEqual({ fields: ['first'], differing: [], ended: true });
  });

  it('numbers a field that is judged again', async () => {
    const testCase = caseOf(async (stage) => {
      stage.check('one', '', '');
      stage.check('one', '', 'x');
    });
    const { fields, differing } = await replay(testCase, await recordingOf(testCase));
    expect(fields).toEqual(['one', 'one#2']);
    expect(differing).toEqual(['one#2']);
  });

  it('ends a scenario that asks what was never answered', async () => {
    const recording = await recordingOf(caseOf(async () => undefined));
    const asks = caseOf(async (stage) => void (await stage.sleep(1)));
    expect((await replay(asks, recording)).ended).toBe(false);
  });
});
