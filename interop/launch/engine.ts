import { EngineError, messageOf } from './errors.ts';
import { runTool } from './run-tool.ts';

const ANSWER_LIMIT_MS = 10_000;

/** An Engine is a container engine that answered, reached by the docker program. */
export interface Engine {
  readonly version: string;
  /** What images are built for, as `linux/amd64`. */
  readonly platform: string;
}

/** Asks for the engine; throws an EngineError with the docker program's own words where none answers. */
export async function findEngine(): Promise<Engine> {
  const format = '{{.Server.Version}} {{.Server.Os}}/{{.Server.Arch}}';
  const answer = await runTool('docker', ['version', '--format', format], {
    timeoutMs: ANSWER_LIMIT_MS,
  }).catch((cause: unknown) => {
    throw new EngineError(`no container engine answers: ${reasonOf(cause)}`, { cause });
  });
  const [version = '', platform = ''] = answer.trim().split(' ');
  return { version, platform };
}

/**
 * Points testcontainers at the engine that the docker program talks to, and keeps it from starting helpers of
 * its own: its reaper's image can't be had everywhere, and the sweep and the janitor do that work here.
 */
export async function steerTestcontainers(): Promise<void> {
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  process.env.TESTCONTAINERS_HOST_OVERRIDE = '127.0.0.1';
  const format = '{{.Endpoints.docker.Host}}';
  process.env.DOCKER_HOST ??= (
    await runTool('docker', ['context', 'inspect', '--format', format])
  ).trim();
}

/** The docker program's last line; without the program there is none. */
function reasonOf(error: unknown): string {
  const text = messageOf(error).trim();
  return text.includes('ENOENT')
    ? 'no docker program on the PATH'
    : (text.split('\n').at(-1) ?? '');
}
