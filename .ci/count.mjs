// Prints `<passed> <failed>` summed over result files: the test summary, and the matrix's results.json. A file
// that is missing, can't be read, or holds no results is one failure: such a run must not look green.
import { readFileSync } from 'node:fs';

/** What counts for and against: a known difference behaves as recorded; not run and flaky are failures. */
function count(file) {
  const parsed = JSON.parse(readFileSync(file, 'utf8'));
  const counts = parsed.summary ?? parsed;
  const passed = counts.passed + (counts.known ?? 0);
  const failed = counts.failed + (counts.notRun ?? 0) + (counts.flaky ?? 0);
  if (!(passed + failed > 0)) throw new Error(`${file} holds no results`);
  return { passed, failed };
}

function countOrFailure(file) {
  try {
    return count(file);
  } catch (error) {
    console.error(`not counted: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

const all = process.argv.slice(2).map(countOrFailure);
const sum = (key) => all.reduce((total, one) => total + one[key], 0);
console.log(`${sum('passed')} ${sum('failed')}`);
