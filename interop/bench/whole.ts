import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../launch/paths.ts';
import { median } from './median.ts';

/** A Whole is the whole command over all pairs, run several times: medians. */
export interface Whole {
  readonly runner: string;
  readonly verdicts: number;
  readonly casesPerSecond: number;
  readonly wallSeconds: number;
  readonly peakMemoryMb: number;
}

/** Single calls between libraries, on both transports: scenarios mostly wait, and bad calls may hang. */
const CHOSEN = ['--tier', 'every'];

/** How much of a run's output is kept, in characters. */
const KEPT = 20_000;

interface One {
  readonly verdicts: number;
  readonly casesMs: number;
  readonly wallMs: number;
  readonly peakBytes: number;
}

/** Runs `npm run interop` over all single calls, once to warm up and then `count` times, as a person would. */
export async function measureWhole(runner: 'process' | 'container', count: number): Promise<Whole> {
  const runs: One[] = [];
  for (let i = 0; i <= count; i++) {
    const one = await runOnce(runner);
    if (i > 0) runs.push(one);
  }
  const of = (read: (one: One) => number) => median(runs.map(read));
  return {
    runner,
    verdicts: of((one) => one.verdicts),
    casesPerSecond: of((one) => (one.verdicts / one.casesMs) * 1000),
    wallSeconds: of((one) => one.wallMs / 1000),
    peakMemoryMb: of((one) => one.peakBytes / 1e6),
  };
}

async function runOnce(runner: string): Promise<One> {
  const out = mkdtempSync(join(tmpdir(), 'crosswire-bench-'));
  const started = performance.now();
  try {
    const flags = ['--runner', runner, ...CHOSEN, '--out', out];
    await npm(['run', '--silent', 'interop', '--', ...flags]);
    const wallMs = performance.now() - started;
    const { run, verdicts } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    return {
      verdicts: verdicts.length,
      casesMs: run.casesMs,
      wallMs,
      peakBytes: run.peakMemoryBytes,
    };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Runs npm; a run that isn't green can't be measured, and is shown. */
function npm(args: readonly string[]): Promise<void> {
  const child = spawn('npm', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: string) => {
    output = (output + chunk).slice(-KEPT);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`npm ${args.join(' ')} ended with ${code}\n${output}`));
    });
  });
}
