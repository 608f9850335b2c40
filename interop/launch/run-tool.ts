import { execFile } from 'node:child_process';
import { BuildError } from './errors.ts';

const OUTPUT_LIMIT = 64 * 1024 * 1024;
const TAIL_LINES = 30;

/** How a tool is run; without an `env` it inherits ours, proxies and registries included. */
export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** Runs a tool without a shell and answers its stdout; throws a BuildError with the end of what it wrote. */
export function runTool(
  file: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<string> {
  const { timeoutMs = 0, ...rest } = options;
  const settings = {
    ...rest,
    timeout: timeoutMs,
    maxBuffer: OUTPUT_LIMIT,
    encoding: 'utf8',
  } as const;
  return new Promise((resolve, reject) => {
    execFile(file, args, settings, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(toolError(file, args, error, `${stdout}${stderr}`));
    });
  });
}

function toolError(
  file: string,
  args: readonly string[],
  error: Error,
  output: string,
): BuildError {
  const tail = output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  const why = 'code' in error ? `failed (${String(error.code)})` : 'failed';
  return new BuildError(`${file} ${args[0] ?? ''} ${why}${tail && `\n${tail}`}`, { cause: error });
}
