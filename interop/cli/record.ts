import type { Recorded } from '../contract/wire.ts';
import type { Launcher } from '../launch/launcher.ts';
import { recipes } from '../launch/recipes.ts';
import type { Recording } from '../run/recording.ts';
import { WireProgram } from '../wire/program.ts';
import { writeTranscript } from '../wire/transcript.ts';
import type { Options } from './options.ts';

/** What a recording needs of its run. */
export interface RecordContext {
  readonly launcher: Launcher;
  readonly options: Pick<Options, 'trace' | 'record'>;
  /** Where the transcripts go. */
  readonly folder: string;
  readonly say: (line: string) => void;
  /** After it the wire is ended under tries that go on: what they lose needs no word. */
  readonly signal: AbortSignal;
}

/** How a run records; nothing where it shall not. The wire program is ended with `ends`. */
export function recordingOf(
  { launcher, options, folder, say, signal }: RecordContext,
  ends: AsyncDisposableStack,
): Recording | undefined {
  const recipe = recipes.find((one) => one.id === 'wire');
  if (recipe === undefined || !(options.trace || options.record)) return undefined;
  const wire = ends.use(new WireProgram(launcher, recipe, say));
  const lost = once((why) => signal.aborted || say(`not recorded: ${why}`));
  const keep = (recorded: Recorded) =>
    writeTranscript(folder, recorded).catch((error: unknown) => {
      lost(error instanceof Error ? error.message : String(error));
      return undefined;
    });
  return { wire, all: options.trace, told: new Set(), keep, lost };
}

/** Says each line once: what is wrong with the wire is wrong for all that follow. */
function once(say: (line: string) => unknown): (line: string) => void {
  const said = new Set<string>();
  return (line) => {
    if (said.has(line)) return;
    said.add(line);
    say(line);
  };
}
