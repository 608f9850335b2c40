// `npm run bench`: how fast the matrix is, and what the harness adds to an RPC.
import { findEngine } from '../launch/engine.ts';
import { measureOverheads } from './overhead.ts';
import { measureWhole, type Whole } from './whole.ts';

const RUNS = 3;
const HELP = `npm run bench

Measures in one run, and prints medians: cases a second, wall time and peak memory of all
pairs and single calls with processes, and with containers where an engine answers (${RUNS} runs each after one to
warm up); and the time of a case beside the time of its RPC, for each peer against itself.`;

function wholeLine({ runner, verdicts, casesPerSecond, wallSeconds, peakMemoryMb }: Whole): string {
  return [
    runner.padEnd(10),
    `${verdicts} verdicts`,
    `${casesPerSecond.toFixed(0)} cases/s`,
    `npm run interop ${wallSeconds.toFixed(1)} s`,
    `harness ${peakMemoryMb.toFixed(0)} MB at most`,
  ].join('  ');
}

async function main(): Promise<void> {
  if (process.argv.slice(2).some((one) => one === '--help' || one === '-h')) {
    console.log(HELP);
    return;
  }
  console.log('One case after the other, an empty unary RPC, medians');
  for (const { peer, rpcMs, caseMs } of await measureOverheads()) {
    const added = `${(caseMs - rpcMs).toFixed(2)} ms added`;
    console.log(
      `  ${peer.padEnd(18)} RPC ${rpcMs.toFixed(2)} ms  case ${caseMs.toFixed(2)} ms  ${added}`,
    );
  }
  console.log(`All pairs, single calls, warm, medians of ${RUNS} runs`);
  console.log(`  ${wholeLine(await measureWhole('process', RUNS))}`);
  const engine = await findEngine().catch(() => undefined);
  console.log(
    engine === undefined
      ? '  container  not measured: no engine answers'
      : `  ${wholeLine(await measureWhole('container', RUNS))}`,
  );
}

await main();
