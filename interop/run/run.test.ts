import { describe, expect, it } from 'vitest';
import type { Case, PlanCase, ScenarioCase } from '../contract/case.ts';
import type { Result } from '../contract/result.ts';
import { Lanes } from './lanes.ts';
import { Ledger, summarise, type Task } from './ledger.ts';
import { Scheduler } from './scheduler.ts';

const testCase = (id: string): Case => ({
  id,
  suite: 's',
  title: '',
  source: '',
  tier: 'every',
  needs: [],
  plan: {},
  expect: { code: 'OK', observed: { seen: true } },
});
const cellOf = (client: string, server: string) =>
  ({ client, server, protocol: 'grpc', transport: 'h2c' }) as const;
const tasks = (client: string, server: string, count: number): Task[] =>
  Array.from({ length: count }, (_, i) => ({
    cell: cellOf(client, server),
    testCase: testCase(`${i}`),
  }));
const passed = ({ cell, testCase: { id } }: Task): Result => ({
  case: id,
  cell,
  verdict: 'passed',
  durationMs: 1,
  differences: [],
});

describe('Ledger', () => {
  it('calls what never turned up not-run, with the reason', () => {
    const planned = tasks('a', 'b', 3);
    const ledger = new Ledger(planned);
    for (const task of planned.slice(0, 2)) ledger.enter(passed(task));
    expect(ledger.close('interrupted')).toMatchObject([
      { case: '2', verdict: 'not-run', reason: 'interrupted' },
    ]);
    expect(summarise(ledger.results)).toMatchObject({ passed: 2, 'not-run': 1, failed: 0 });
  });

  it('refuses a verdict that comes twice or was not planned', () => {
    const [task] = tasks('a', 'b', 1);
    if (task === undefined) throw new Error('no task');
    const ledger = new Ledger([task]);
    ledger.enter(passed(task));
    expect(() => ledger.enter(passed(task))).toThrow('came twice');
    const stranger = { ...passed(task), cell: cellOf('x', 'y') };
    expect(() => ledger.enter(stranger)).toThrow('was not planned');
  });
});

describe('Lanes', () => {
  it('gives no process more than 32 at once, and goes on when one is released', () => {
    const lanes = new Lanes([...tasks('a', 's', 50), ...tasks('b', 's', 50)]);
    const taken = takeAll(lanes);
    expect(taken).toHaveLength(32);
    for (const task of taken.slice(0, 1)) lanes.release(task);
    expect(takeAll(lanes)).toHaveLength(1);
  });

  it('lets cells go on side by side, each in its order', () => {
    const taken = takeAll(new Lanes([...tasks('a', 's', 3), ...tasks('b', 't', 3)]));
    expect(taken.map(({ cell, testCase: { id } }) => `${cell.client}${id}`)).toEqual([
      'a0',
      'b0',
      'a1',
      'b1',
      'a2',
      'b2',
    ]);
  });
});

describe('Lanes of scenarios', () => {
  type Turn = Pick<ScenarioCase, 'heavy' | 'calm' | 'waitsMs'>;
  const scenario = (id: string, turn: Turn): Case => {
    const { plan: _, expect: __, ...base } = testCase(id) as PlanCase;
    return { ...base, ...turn, services: [], scenario: async () => undefined };
  };
  const of = (client: string, turn: Turn, count: number, server = 's'): Task[] =>
    Array.from({ length: count }, (_, i) => ({
      cell: cellOf(client, server),
      testCase: scenario(`${client}${i}`, turn),
    }));

  it('counts a scenario as eight cases', () => {
    expect(takeAll(new Lanes(of('a', {}, 9)))).toHaveLength(4);
  });

  it('gives a mixed cell room only where each of its servers has some', () => {
    const mixed = { ...cellOf('a', 'mixed') };
    const lanes = new Lanes([
      ...tasks('b', 'go-grpc', 32),
      { cell: mixed, testCase: testCase('m') },
    ]);
    const taken = takeAll(lanes);
    const served = taken.filter(({ cell }) => cell.server === 'mixed');
    expect(taken.length).toBe(32);
    expect(served).toHaveLength(1);
  });

  it('begins what is heavy after the ordinary, and what must be alone in a client by itself', () => {
    const heavy = [...of('a', { heavy: true }, 1), ...of('a', { heavy: 'alone' }, 1)];
    const lanes = new Lanes([...heavy, ...of('b', { heavy: true }, 2), ...tasks('a', 't', 2)]);
    const taken = takeAll(lanes);
    expect(taken.map(({ testCase: { id } }) => id)).toEqual(['0', '1', 'b0', 'b1']);
    for (const task of taken) lanes.release(task);
    expect(takeAll(lanes).map(({ testCase: { id } }) => id)).toEqual(['a0']);
  });

  it('has no more than four heavy cases under way', () => {
    const heavy = [...'abcdef'].flatMap((client) => of(client, { heavy: true }, 1, `s${client}`));
    expect(takeAll(new Lanes(heavy))).toHaveLength(4);
  });

  it('begins with the calm cases that wait longest', () => {
    const short = of('a', { calm: true }, 1);
    const long = of('b', { calm: true, waitsMs: 8_000 }, 2);
    const lanes = new Lanes([...short, ...long]);
    expect(takeAll(lanes).map(({ testCase: { id } }) => id)).toEqual(['b0', 'a0', 'b1']);
  });

  it('keeps calm cases until nothing else is under way, and then takes many', () => {
    const calm = ['a', 'b', 'c'].flatMap((client) => of(client, { calm: true }, 12, `s${client}`));
    const lanes = new Lanes([...calm, ...tasks('z', 't', 2)]);
    const first = takeAll(lanes);
    expect(first.map(({ cell }) => cell.client)).toEqual(['z', 'z']);
    const [one, two] = first as [Task, Task];
    lanes.release(one);
    expect(lanes.take()).toBeUndefined();
    lanes.release(two);
    expect(takeAll(lanes)).toHaveLength(32);
  });
});

describe('Scheduler', () => {
  const { signal } = new AbortController();

  it('works every task off once, and says nothing of a stop', async () => {
    const done: string[] = [];
    const onResult = (result: Result) => done.push(result.case);
    const work = async (task: Task) => passed(task);
    const scheduler = new Scheduler(tasks('a', 's', 100), { signal, work, onResult });
    expect(await scheduler.run()).toBeUndefined();
    expect(new Set(done).size).toBe(100);
  });

  it('starts no task after a stop, and lets those under way end', async () => {
    let started = 0;
    let ended = 0;
    const work = async (task: Task) => {
      started += 1;
      return passed(task);
    };
    const onResult = () => {
      ended += 1;
      scheduler.stop('enough');
    };
    const scheduler = new Scheduler(tasks('a', 's', 100), { signal, work, onResult });
    expect(await scheduler.run()).toBe('enough');
    expect(started).toBe(32);
    expect(ended).toBe(32);
  });

  it('does not wait for what is under way when it is aborted', async () => {
    const controller = new AbortController();
    const work = () => new Promise<Result>(() => undefined);
    const onResult = () => undefined;
    const scheduler = new Scheduler(tasks('a', 's', 3), {
      signal: controller.signal,
      work,
      onResult,
    });
    const ran = scheduler.run();
    controller.abort();
    expect(await ran).toBe('interrupted');
  });

  it('fails when the work itself does', async () => {
    const work = () => Promise.reject(new Error('a bug of ours'));
    const onResult = () => undefined;
    const scheduler = new Scheduler(tasks('a', 's', 3), { signal, work, onResult });
    await expect(scheduler.run()).rejects.toThrow('a bug of ours');
  });
});

function takeAll(lanes: Lanes): Task[] {
  const taken: Task[] = [];
  for (let task = lanes.take(); task !== undefined; task = lanes.take()) taken.push(task);
  return taken;
}
