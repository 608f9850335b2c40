import type { ScenarioCase } from '../../contract/case.ts';
import type { Stage } from '../../contract/stage.ts';
import type { Answer, Entry, Recording } from './record.ts';

/** What a scenario said of a recording. */
export interface Replayed {
  /** The fields that it judged: a name that comes again has its number, `failures#2`. */
  readonly fields: readonly string[];
  /** Those that differ. */
  readonly differing: readonly string[];
  /** Whether it came to its end, or to one that it chose. */
  readonly ended: boolean;
}

/** Questions that one replay may ask: one that goes round for ever is ended. */
const MOST = 100_000;

/** A ReplayOver ends a scenario: by its own `fail`, or since the recording has no answer. */
class ReplayOver extends Error {}

/**
 * Plays a scenario on what a stage once answered. Promises are kept in the order in which they were, one
 * when nothing else is left to do, so that what goes on side by side comes out the same.
 */
export async function replay({ scenario }: ScenarioCase, recording: Recording): Promise<Replayed> {
  const stage = new Replay(recording);
  const ended = scenario(stage.asStage()).then(
    () => true,
    () => stage.failed,
  );
  return stage.keepPromisesUntil(ended);
}

interface Pending {
  readonly done: number;
  readonly keep: () => void;
}

class Replay {
  readonly #recording: Recording;
  readonly #asked = new Map<string, number>();
  readonly #pending: Pending[] = [];
  readonly #judged: string[] = [];
  readonly #differing: string[] = [];
  #questions = 0;
  #untils = 0;
  failed = false;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  asStage(): Stage {
    return this.#object('stage', {
      check: (field: string, expected: string, actual: string) =>
        this.#judge(field, expected === actual),
      holds: (field: string, _: string, __: string, holds: boolean) => this.#judge(field, holds),
      fail: (field: string) => this.#fail(field),
      note: () => undefined,
      until: (isSo: () => Promise<boolean>) => this.#until(isSo),
    }) as Stage;
  }

  async keepPromisesUntil(ended: Promise<boolean>): Promise<Replayed> {
    let end: boolean | undefined;
    void ended.then((value) => {
      end = value;
    });
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (end !== undefined) break;
      const next = this.#takeFirst();
      if (next === undefined) break;
      next.keep();
    }
    return { fields: this.#judged, differing: this.#differing, ended: end === true };
  }

  #takeFirst(): Pending | undefined {
    if (this.#pending[0]?.done === Number.POSITIVE_INFINITY) return undefined;
    return this.#pending.shift();
  }

  /** Mostly one comes behind all that wait, so that its place is looked for from there. */
  #await(pending: Pending): void {
    const before = this.#pending.findLastIndex(({ done }) => done <= pending.done);
    this.#pending.splice(before + 1, 0, pending);
  }

  #judge(field: string, holds: boolean): void {
    const times = this.#judged.filter((one) => one === field || one.startsWith(`${field}#`)).length;
    const name = times === 0 ? field : `${field}#${times + 1}`;
    this.#judged.push(name);
    if (!holds) this.#differing.push(name);
  }

  #fail(field: string): never {
    this.#judge(field, false);
    this.failed = true;
    throw new ReplayOver(field);
  }

  /** Looks as often as it did then. */
  async #until(isSo: () => Promise<boolean>): Promise<boolean> {
    const looks = Math.max(1, this.#recording.looks[this.#untils++] ?? 1);
    for (let look = 0; look < looks; look++) if (await isSo()) return true;
    return false;
  }

  #object(id: string, own: Readonly<Record<string, unknown>> = {}): object {
    const get = (_: object, name: PropertyKey): unknown => {
      // What is awaited is asked whether it is a promise.
      if (name === 'then' || typeof name === 'symbol') return undefined;
      if (name in own) return own[String(name)];
      const key = `${id} ${String(name)}`;
      if (this.#recording.properties.has(key)) return this.#recording.properties.get(key);
      if (this.#recording.promised.has(key)) return this.#answer(key);
      return () => this.#answer(key);
    };
    return new Proxy({}, { get });
  }

  /** The next answer to a question; the last one again when there were no more. */
  #answer(key: string): unknown {
    const entries = this.#recording.answers.get(key);
    const at = this.#asked.get(key) ?? 0;
    this.#asked.set(key, at + 1);
    this.#questions += 1;
    const last = (entries?.length ?? 0) - 1;
    const entry = entries?.[Math.min(at, last)];
    if (entry === undefined || this.#questions > MOST) throw new ReplayOver(`no answer to ${key}`);
    return entry.done === undefined
      ? this.#given(entry.answer, key, Math.min(at, last))
      : this.#promise(entry, entry.done, key, Math.min(at, last));
  }

  #promise(entry: Entry, done: number, key: string, at: number): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    // A scenario that is over looks at no more answers.
    promise.catch(() => undefined);
    const keep = () => {
      if (entry.answer.kind === 'error') reject(entry.answer.error);
      else resolve(this.#given(entry.answer, key, at));
    };
    this.#await({ done, keep });
    return promise;
  }

  #given(answer: Answer, key: string, at: number): unknown {
    switch (answer.kind) {
      case 'object':
        return this.#object(answer.id);
      case 'list':
        return answer.items.map((item) => this.#given(item, key, at));
      case 'error':
        throw answer.error;
      default:
        return answer.value;
    }
  }
}
