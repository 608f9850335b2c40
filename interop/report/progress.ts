/** Live progress of a run on standard error: one redrawn line on a terminal, else now and then a line. */
import type { Result } from '../contract/result.ts';
import { FAILING } from '../contract/vocabulary.ts';
import { visible } from './sanitize.ts';
import { fit } from './width.ts';
import { durationText } from './wording.ts';

/** How often the line of a terminal is drawn again, and how often a plain line is written, in ms. */
const REDRAW_MS = 200;
const PLAIN_MS = 5000;

/** ECMA-48: carriage return, then erase in line (EL 2). */
const ERASE = '\r\u001b[2K';

/** What progress needs of a stream. */
export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface ProgressView {
  /** A line that stays, printed at once. */
  note(text: string): void;
  /** How many verdicts there will be. Starts the rate's clock. */
  plan(total: number): void;
  result(result: Result): void;
  /** Removes the redrawn line, and writes where the run stands. */
  end(): void;
}

/** A Status counts one run. */
class Status {
  #total: number | undefined;
  #done = 0;
  #failed = 0;
  #notRun = 0;
  #began = performance.now();
  latestNote = '';

  plan(total: number): void {
    this.#total = total;
    this.#began = performance.now();
  }

  result(result: Result): void {
    this.#done += 1;
    if (result.verdict === 'not-run') this.#notRun += 1;
    else if (FAILING.has(result.verdict)) this.#failed += 1;
  }

  /** `1200/7128 · 16 % · 480/s · 0 failed · 2.5 s`; before the plan, the latest note. */
  text(): string {
    const ms = performance.now() - this.#began;
    if (this.#total === undefined) return `${durationText(ms)} · ${this.latestNote}`;
    const percent = Math.floor((100 * this.#done) / Math.max(this.#total, 1));
    const rate = Math.round((1000 * this.#done) / Math.max(ms, 1));
    const counts = `${this.#done}/${this.#total} · ${percent} % · ${rate}/s`;
    const missing = this.#notRun > 0 ? ` · ${this.#notRun} not run` : '';
    return `${counts} · ${this.#failed} failed${missing} · ${durationText(ms)}`;
  }

  get planned(): boolean {
    return this.#total !== undefined;
  }
}

/** Starts progress; after `end` the next note or plan starts it anew, for the next run. */
export function createProgress(stream: ProgressStream): ProgressView {
  return new Display(stream);
}

class Display implements ProgressView {
  readonly #stream: ProgressStream;
  #status = new Status();
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  note(text: string): void {
    this.#start();
    this.#status.latestNote = visible(text);
    this.#erase();
    this.#stream.write(`${visible(text)}\n`);
  }

  plan(total: number): void {
    this.#start();
    this.#status.plan(total);
  }

  result(result: Result): void {
    this.#status.result(result);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#erase();
    if (this.#status.planned) this.#stream.write(`${this.#status.text()}\n`);
    this.#status = new Status();
  }

  /** The timer doesn't keep the program alive. */
  #start(): void {
    if (this.#timer) return;
    this.#status = new Status();
    this.#timer = setInterval(() => this.#draw(), this.#live ? REDRAW_MS : PLAIN_MS).unref();
  }

  #draw(): void {
    const text = this.#status.text();
    this.#erase();
    this.#stream.write(this.#live ? fit(text, (this.#stream.columns ?? 80) - 1) : `${text}\n`);
  }

  #erase(): void {
    if (this.#live) this.#stream.write(ERASE);
  }

  get #live(): boolean {
    return this.#stream.isTTY === true;
  }
}
