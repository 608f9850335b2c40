import { PassThrough } from 'node:stream';
import type { ContainerRuntimeClient } from 'testcontainers';
import { exitOfCode } from './exit-code.ts';
import type { Exit } from './launcher.ts';

export type Dockerode = ContainerRuntimeClient['container']['dockerode'];
export type EngineContainer = ReturnType<Dockerode['getContainer']>;

/** What a program in a container reads, and who hears of what it writes. */
export interface ExecStreams {
  readonly stdin?: string;
  readonly output?: (chunk: Buffer) => void;
}

/** Starts a program in a running container; what settles when it has started tells how it ends. */
export async function execIn(
  container: EngineContainer,
  command: readonly string[],
  { stdin, output = () => undefined }: ExecStreams = {},
): Promise<{ exited: Promise<Exit> }> {
  const exec = await container.exec({
    Cmd: [...command],
    AttachStdin: stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: stdin !== undefined });
  const sink = new PassThrough().on('data', output);
  container.modem.demuxStream(stream, sink, sink);
  const ended = new Promise<void>((resolve) => stream.once('close', resolve));
  stream.once('error', () => stream.destroy());
  if (stdin !== undefined) stream.end(stdin);
  return { exited: ended.then(async () => exitOfCode(await codeOf(exec))) };
}

/** A container that was removed takes its programs' codes along. */
async function codeOf(exec: { inspect(): Promise<{ ExitCode: number | null }> }) {
  const { ExitCode } = await exec.inspect().catch(() => ({ ExitCode: null }));
  return ExitCode;
}
