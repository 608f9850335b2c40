import type { Stage } from '../../contract/stage.ts';

/** What a stage answered: a value, another of the stage's objects, several of these, or an error. */
export type Answer =
  | { readonly kind: 'data'; readonly value: unknown }
  | { readonly kind: 'object'; readonly id: string }
  | { readonly kind: 'list'; readonly items: readonly Answer[] }
  | { readonly kind: 'error'; readonly error: unknown };

/** An Entry is one answer to one question. */
export interface Entry {
  readonly answer: Answer;
  /** Whether it was promised, and then its place among all promises kept. */
  readonly done: number | undefined;
}

/** A Recording is all that one stage answered in one run of a scenario. */
export interface Recording {
  /** By object and method, `stage/server#0 register`, in the order of the questions. */
  readonly answers: Map<string, Entry[]>;
  readonly properties: Map<string, unknown>;
  /** The properties that are promises, `open#0 ended`: their answers are with those of questions. */
  readonly promised: Set<string>;
  /** How often each `until` looked. */
  readonly looks: number[];
  /** The fields that were judged, in order. */
  readonly fields: string[];
}

/** What the scenario tells the stage: it answers nothing. */
const TOLD: readonly PropertyKey[] = ['check', 'holds', 'fail', 'note'];
const JUDGED: readonly PropertyKey[] = ['check', 'holds', 'fail'];

export function emptyRecording(): Recording {
  return { answers: new Map(), properties: new Map(), promised: new Set(), looks: [], fields: [] };
}

/** The same stage, and everything that it answers is written down. */
export function recorded(stage: Stage, into: Recording): Stage {
  return new Recorder(into).wrap(stage, 'stage') as Stage;
}

class Recorder {
  readonly #into: Recording;
  readonly #given = new Map<string, unknown>();
  #done = 0;

  constructor(into: Recording) {
    this.#into = into;
  }

  wrap(target: object, id: string): object {
    const get = (_: object, name: PropertyKey) => this.#read(target, id, name);
    return new Proxy(target, { get });
  }

  #read(target: object, id: string, name: PropertyKey): unknown {
    const value: unknown = Reflect.get(target, name, target);
    if (value instanceof Promise) return this.#promised(`${id} ${String(name)}`, value);
    if (typeof value !== 'function') {
      this.#into.properties.set(`${id} ${String(name)}`, value);
      return value;
    }
    return (...args: unknown[]) => this.#ask(target, id, name, value, args);
  }

  /** A promise is written down once, however often it is looked at. */
  #promised(key: string, value: Promise<unknown>): unknown {
    const known = this.#given.get(key);
    if (known !== undefined) return known;
    this.#into.promised.add(key);
    const entries: Entry[] = [];
    this.#into.answers.set(key, entries);
    const given = this.#write(entries, 0, `${key}#0`, value);
    this.#given.set(key, given);
    return given;
  }

  #ask(target: object, id: string, name: PropertyKey, ask: object, args: unknown[]): unknown {
    const call = (given: readonly unknown[]): unknown =>
      Reflect.apply(ask as (...all: unknown[]) => unknown, target, given);
    if (JUDGED.includes(name)) this.#into.fields.push(String(args[0]));
    if (TOLD.includes(name)) return call(args);
    if (id === 'stage' && name === 'until') return call(this.#counting(args));
    const key = `${id} ${String(name)}`;
    const entries = this.#into.answers.get(key) ?? [];
    this.#into.answers.set(key, entries);
    const at = entries.length;
    entries.push({ answer: { kind: 'data', value: undefined }, done: undefined });
    return this.#write(entries, at, `${key}#${at}`, call(args));
  }

  #write(entries: Entry[], at: number, id: string, result: unknown): unknown {
    if (!(result instanceof Promise)) {
      const { answer, given } = this.#taken(result, id);
      entries[at] = { answer, done: undefined };
      return given;
    }
    // As long as it isn't kept it is the last of all.
    entries[at] = { answer: { kind: 'data', value: undefined }, done: Number.POSITIVE_INFINITY };
    return result.then(
      (value: unknown) => {
        const { answer, given } = this.#taken(value, id);
        entries[at] = { answer, done: this.#done++ };
        return given;
      },
      (error: unknown) => {
        entries[at] = { answer: { kind: 'error', error }, done: this.#done++ };
        throw error;
      },
    );
  }

  /** The answer as it is written down, and as the scenario gets it. */
  #taken(value: unknown, id: string): { answer: Answer; given: unknown } {
    if (Array.isArray(value) && value.some(asks)) {
      const all = value.map((item, at) => this.#taken(item, `${id}.${at}`));
      const answer: Answer = { kind: 'list', items: all.map((one) => one.answer) };
      return { answer, given: all.map((one) => one.given) };
    }
    if (asks(value)) return { answer: { kind: 'object', id }, given: this.wrap(value, id) };
    return { answer: { kind: 'data', value: structuredClone(value) }, given: value };
  }

  #counting([isSo, ...rest]: readonly unknown[]): unknown[] {
    const at = this.#into.looks.push(0) - 1;
    const counted = () => {
      this.#into.looks[at] = (this.#into.looks[at] ?? 0) + 1;
      return (isSo as () => Promise<boolean>)();
    };
    return [counted, ...rest];
  }
}

/** Whether something can be asked: it has methods, of its own or of its class. */
function asks(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  if (value instanceof Uint8Array) return false;
  return !isPlain || Object.values(value).some((one) => typeof one === 'function');
}
