import { spawn } from 'node:child_process';

/** How many tests a step ran. A check without tests of its own counts as one. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A Step is one command of `npm test`. */
export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Reads the counts out of what the command printed or wrote; throws when they aren't there. */
  readonly counts?: (output: string) => Counts;
  /** Output that is a failure though the command ends with 0. */
  readonly fails?: (output: string) => boolean;
}

/** What became of a step. */
export interface Outcome {
  readonly step: Step;
  readonly ok: boolean;
  readonly seconds: number;
  readonly counts: Counts;
  readonly output: string;
}

/** The most that is kept of a step's output, in characters: its end. What `go test -json` says is counted line by line. */
const KEPT = 16_000_000;

/** Runs a step to its end; a command that can't be started is a failed step. */
export async function runStep(step: Step): Promise<Outcome> {
  const started = performance.now();
  const { code, output } = await collect(step);
  const { counts, ok } = judge(step, code, output);
  return { step, ok, seconds: (performance.now() - started) / 1000, counts, output };
}

function judge(step: Step, code: number | null, output: string): { counts: Counts; ok: boolean } {
  const good = code === 0 && step.fails?.(output) !== true;
  try {
    const counts = step.counts?.(output) ?? single(good);
    const ok = good && counts.failed === 0;
    return { ok, counts: ok || counts.failed > 0 ? counts : { ...counts, failed: 1 } };
  } catch {
    return { ok: false, counts: single(false) };
  }
}

function single(ok: boolean): Counts {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

function collect(step: Step): Promise<{ code: number | null; output: string }> {
  const [file, ...args] = step.command;
  return new Promise((resolve) => {
    let output = '';
    const keep = (chunk: string) => {
      output = (output + chunk).slice(-KEPT);
    };
    const env = { ...process.env, NO_COLOR: '1', ...step.env };
    const child = spawn(file, args, { cwd: step.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => resolve({ code: null, output: `${file}: ${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
