// Prints `<passed> <failed>` summed over result files: the test summary, the matrix's results.json, and proof.json.
// A file that is missing, can't be read, or holds no results is one failure: such a run must not look green.
import { readFileSync } from 'node:fs';

/** Every item of a proof is a claim; one with a problem isn't proven, one that is left out counts for nothing. */
function countProof({ untampered, recorded, tampered, saboteurs }) {
  const asked = [untampered, recorded, tampered, saboteurs].flat().filter((one) => !one.leftOut);
  const failed = asked.filter((one) => one.problem !== undefined).length;
  return { passed: asked.length - failed, failed };
}

/** A known difference behaves as recorded; not run and flaky are failures. */
function countRun(parsed) {
  const counts = parsed.summary ?? parsed;
  const passed = counts.passed + (counts.known ?? 0);
  return { passed, failed: counts.failed + (counts.notRun ?? 0) + (counts.flaky ?? 0) };
}

/** What counts for and against, in one file. */
function count(file) {
  const parsed = JSON.parse(readFileSync(file, 'utf8'));
  const { passed, failed } = parsed.saboteurs ? countProof(parsed) : countRun(parsed);
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
