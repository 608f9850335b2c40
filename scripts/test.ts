// `npm test`: prepares what the checks need, runs them two at a time, and says what failed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { LaunchError } from '../interop/launch/errors.ts';
import { goPreparation } from '../interop/launch/prepare-go.ts';
import { pythonPreparation } from '../interop/launch/prepare-python.ts';
import { prepareOnce } from '../interop/launch/stamp.ts';
import { type Counts, type Outcome, runStep, type Step } from './check/step.ts';
import { STEPS } from './check/steps.ts';

const SUMMARY = '.crosswire/test-summary.json';
const HELP = `npm test [-- <part of a step's name>]

Checks everything: types, linters, generated code and tests of TypeScript, Python and Go, and the
source documents' suites with real peers. With an argument, only the steps whose name contains it:
${STEPS.map((step) => `  ${step.name}`).join('\n')}`;

/** Only those steps that the argument names. */
function chosen(wanted: string | undefined): readonly Step[] {
  return STEPS.filter((step) => wanted === undefined || step.name.includes(wanted));
}

/** Runs steps as they come, two at a time. */
async function runAll(steps: readonly Step[]): Promise<Outcome[]> {
  const left = steps.values();
  const worker = async (): Promise<Outcome[]> => {
    const outcomes: Outcome[] = [];
    for (const step of left) {
      const outcome = await runStep(step);
      report(outcome);
      outcomes.push(outcome);
    }
    return outcomes;
  };
  return (await Promise.all([worker(), worker()])).flat();
}

function report({ step, ok, seconds, counts, output }: Outcome): void {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  const tests = step.counts === undefined ? '' : ` (${counts.passed} passed${skipped})`;
  console.log(`${ok ? '✓' : '✗'} ${step.name}${tests} ${seconds.toFixed(1)} s`);
  if (!ok) console.log(output.slice(-20_000));
}

function sum(outcomes: readonly Outcome[]): Counts {
  const of = (key: keyof Counts) => outcomes.reduce((total, { counts }) => total + counts[key], 0);
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') };
}

async function main(wanted: string | undefined): Promise<number> {
  if (wanted === '--help' || wanted === '-h') {
    console.log(HELP);
    return 0;
  }
  const steps = chosen(wanted);
  if (steps.length === 0) {
    console.error(`no step is called ${JSON.stringify(wanted)}\n\n${HELP}`);
    return 2;
  }
  for (const work of [pythonPreparation, goPreparation]) await prepareOnce(work, console.error);
  const counts = sum(await runAll(steps));
  mkdirSync('.crosswire', { recursive: true });
  writeFileSync(SUMMARY, JSON.stringify(counts));
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed > 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv[2]);
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
