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

export interface Progress {
  /** A line that stays, printed at once. */
  note(text: string): void;
  /** How many verdicts there will be. Starts the rate's clock. */
  plan(total: number): void;
  result(result: Result): void;
  /** Removes the redrawn line, and writes where the run stands. */
  end(): void;
}

class Status {
  #total: number | undefined;
  #done = 0;
  #failed = 0;
  #began = performance.now();
  #note = '';

  plan(total: number): void {
    this.#total = total;
    this.#began = performance.now();
  }

  note(text: string): void {
    this.#note = text;
  }

  result(result: Result): void {
    this.#done += 1;
    if (FAILING.has(result.verdict)) this.#failed += 1;
  }

  /** `1200/7128 · 16 % · 480/s · 0 failed · 2.5 s`; before the plan, the latest note and its age. */
  text(): string {
    const ms = performance.now() - this.#began;
    if (this.#total === undefined) return `${durationText(ms)} · ${this.#note}`;
    const percent = Math.floor((100 * this.#done) / Math.max(this.#total, 1));
    const rate = Math.round((1000 * this.#done) / Math.max(ms, 1));
    const counts = `${this.#done}/${this.#total} · ${percent} % · ${rate}/s`;
    return `${counts} · ${this.#failed} failed · ${durationText(ms)}`;
  }

  get planned(): boolean {
    return this.#total !== undefined;
  }
}

/** Starts progress. The timer doesn't keep the program alive. */
export function createProgress(stream: ProgressStream): Progress {
  const status = new Status();
  const live = stream.isTTY === true;
  const draw = () =>
    stream.write(
      live ? ERASE + fit(status.text(), (stream.columns ?? 80) - 1) : `${status.text()}\n`,
    );
  const timer = setInterval(draw, live ? REDRAW_MS : PLAIN_MS);
  timer.unref();
  return {
    note(text) {
      status.note(visible(text));
      stream.write(`${live ? ERASE : ''}${visible(text)}\n`);
    },
    plan: (total) => status.plan(total),
    result: (result) => status.result(result),
    end() {
      clearInterval(timer);
      if (live) stream.write(ERASE);
      if (status.planned) stream.write(`${status.text()}\n`);
    },
  };
}
