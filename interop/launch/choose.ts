import { readDockerfile } from './dockerfile.ts';
import { type Engine, findEngine } from './engine.ts';
import { EngineError, messageOf } from './errors.ts';
import { imageId } from './images.ts';
import type { Launcher, LauncherKind, Progress } from './launcher.ts';
import { ProcessLauncher } from './process-launcher.ts';
import { languagesOf, type Recipe, recipes } from './recipes.ts';
import { runTool } from './run-tool.ts';

/** A Choice is a launcher, and in one line why it is that one. */
export interface Choice {
  readonly launcher: Launcher;
  readonly why: string;
}

/** The launcher that was asked for; without a wish containers where they can be had, and else processes. */
export async function chooseLauncher(
  wanted: LauncherKind | undefined,
  progress: Progress,
  chosen: readonly Recipe[] = recipes,
): Promise<Choice> {
  if (wanted === 'process') return processes('as --runner says');
  try {
    const engine = await findEngine();
    if (wanted === undefined) await ensureBases(chosen, progress);
    return await containers(
      engine,
      wanted === undefined ? 'an engine answers' : 'as --runner says',
    );
  } catch (error) {
    if (wanted === 'container') throw withAdvice(error);
    return processes(messageOf(error).split('\n')[0] ?? '');
  }
}

const processes = (reason: string): Choice => ({
  launcher: new ProcessLauncher(),
  why: `peers run as processes: ${reason}`,
});

/** Loaded only now: testcontainers takes longer to load than all the rest of the harness. */
async function containers({ version, platform }: Engine, reason: string): Promise<Choice> {
  const { ContainerLauncher } = await import('./container-launcher.ts');
  const why = `peers run in containers (engine ${version}, ${platform}): ${reason}`;
  return { launcher: new ContainerLauncher(), why };
}

/** Without a registry and without the base images no image can be built: that is found before it is chosen. */
async function ensureBases(chosen: readonly Recipe[], progress: Progress): Promise<void> {
  const files = await Promise.all(languagesOf(chosen).map(readDockerfile));
  for (const base of new Set(files.flatMap((file) => file.bases))) {
    if ((await imageId(base)) !== undefined) continue;
    progress(`pulling ${base}`);
    await runTool('docker', ['pull', '--quiet', base]).catch((cause: unknown) => {
      const advice = 'scripts/base-images.sh makes it where no registry answers';
      throw new EngineError(`an engine answers, but ${base} can't be pulled (${advice})`, {
        cause,
      });
    });
  }
}

function withAdvice(error: unknown): Error {
  const advice = '`scripts/engine.sh` installs an engine, `--runner process` needs none';
  return new EngineError(`${messageOf(error)} (${advice})`, { cause: error });
}
