import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CASES } from '../cases/catalogue.ts';
import { KNOWN } from '../cases/known.ts';
import { servicesOf } from '../contract/case.ts';
import { RAW } from '../contract/raw.ts';
import type { Result, RunReport } from '../contract/result.ts';
import { MIXED, type Role } from '../contract/vocabulary.ts';
import { unseenOf } from '../judge/choices.ts';
import { findingsOf } from '../judge/findings.ts';
import { problemsOf } from '../judge/known.ts';
import { ExternalPrograms } from '../launch/external-programs.ts';
import type { Launcher } from '../launch/launcher.ts';
import { recipes } from '../launch/recipes.ts';
import { MATRIX_PEERS, serversOf } from '../matrix/peers.ts';
import { openEvidence, writeReports } from '../report/files.ts';
import type { ProgressView } from '../report/progress.ts';
import { casesText } from '../report/wording.ts';
import type { Players } from '../run/attempt.ts';
import { type ExternalContext, ExternalRun } from '../run/external/play.ts';
import { summarise } from '../run/ledger.ts';
import { runMatrix } from '../run/matrix-run.ts';
import type { Recording } from '../run/recording.ts';
import { Services } from '../run/services.ts';
import { Sessions } from '../run/sessions.ts';
import type { Options } from './options.ts';
import { recordingOf } from './record.ts';
import type { Selection } from './selection.ts';

/** What one run needs from outside. */
export interface RunContext {
  readonly launcher: Launcher;
  readonly selection: Selection;
  readonly options: Options;
  readonly progress: ProgressView;
  readonly signal: AbortSignal;
  /** Where results.json and its companions go. */
  readonly folder: string;
}

/** Prepares and starts peers, runs every task, writes the files, and returns the report. */
export async function runOnce(context: RunContext): Promise<RunReport> {
  const { launcher, selection, progress, signal } = context;
  const startedAt = new Date();
  const started = performance.now();
  const named = new Set(selection.cells.flatMap((cell) => [cell.client, ...serversOf(cell)]));
  const say = (line: string) => progress.note(line);
  await launcher.prepare(
    recipes.filter((one) => named.has(one.id)),
    say,
  );
  const kinds = [...new Set(selection.tasks.flatMap(({ testCase }) => servicesOf(testCase)))];
  const missing = await launcher.prepareServices(kinds, say);
  for (const line of missing.values()) say(line);
  await mkdir(context.folder, { recursive: true });
  await using services = new Services(launcher, missing);
  await using sessions = new Sessions(launcher, recipes, selection.cells);
  await using ends = new AsyncDisposableStack();
  const recording = recordingOf({ ...context, say }, ends);
  const prepared = performance.now();
  const beside = { services, keys: sessions.keys, apart: (peer: string) => sessions.apart(peer) };
  const session = (role: Role, peer: string) => sessions.of(role, peer);
  const players = {
    session,
    beside,
    ...externalRun(context, { session, keys: sessions.keys }, ends),
  };
  const results = await collect(context, players, recording);
  const report: RunReport = {
    runner: launcher.kind,
    startedAt,
    durationMs: performance.now() - started,
    casesMs: performance.now() - prepared,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    peers: sessions.peers(),
    cells: selection.cells,
    cases: selection.cases.map(({ id, title, source }) => ({ id, title, source })),
    results,
    findings: findingsOf(results),
    summary: summarise(results),
    problems: problemsOf(
      KNOWN,
      CASES.map((one) => one.id),
      [...MATRIX_PEERS.map((one) => one.id), MIXED, RAW],
    ),
    warnings: warningsOf(context, results),
    interrupted: signal.aborted,
  };
  await writeReports(context.folder, report);
  return report;
}

/** In a run of all cells every outcome that a case accepts must have been seen. */
function warningsOf({ selection, options }: RunContext, results: readonly Result[]): string[] {
  const { client, server, protocol, transport } = options;
  const whole = [client, server, protocol, transport].every((axis) => axis.length === 0);
  if (!whole) return [];
  return unseenOf(selection.cases, results).map(
    ({ field, accepts, unseen, cases }) =>
      `${casesText(cases)}: ${field} may be one of ${accepts.length}; never seen: ${unseen.join(', ')}`,
  );
}

/** What plays the cells of somebody else's peers, where there are some. */
function externalRun(
  { selection: { external } }: RunContext,
  of: Pick<ExternalContext, 'session' | 'keys'>,
  ends: AsyncDisposableStack,
): Pick<Players, 'external'> {
  if (external === undefined) return {};
  const programs = ends.use(new ExternalPrograms());
  return { external: new ExternalRun({ external, programs, ...of }) };
}

async function collect(
  context: RunContext,
  players: Players,
  recording: Recording | undefined,
): Promise<readonly Result[]> {
  const { selection, options, progress, signal } = context;
  const evidence = openEvidence(join(context.folder, 'evidence.jsonl'));
  progress.plan(selection.tasks.length);
  try {
    return await runMatrix({
      tasks: selection.tasks,
      players,
      known: KNOWN,
      tryUnsupported: options.tryUnsupported,
      bail: options.bail,
      repeat: options.repeat,
      signal,
      ...(recording === undefined ? {} : { recording }),
      onResult: (result) => {
        evidence.write(result);
        progress.result(result);
      },
    });
  } finally {
    await evidence.close();
    progress.end();
  }
}
