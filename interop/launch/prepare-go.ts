import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash } from './content-hash.ts';
import { ToolchainError } from './errors.ts';
import type { Progress } from './launcher.ts';
import { ROOT, STATE } from './paths.ts';
import { runTool } from './run-tool.ts';
import { stamped } from './stamp.ts';

const FOLDER = join(ROOT, 'go');
const ADVICE =
  "install it, or choose `--runner container`, or leave Go out with `--client '{ts,python}-*' --server '{ts,python}-*'`";

/** The program that plays every Go peer. */
export const GO_PEER = join(STATE, 'bin/peer');

/**
 * What Go programs are built with, as environment: the same wherever one is built here, so that a library that was
 * compiled for one of them is there for the others.
 */
export const GO_ENV = {
  GOFLAGS: `${process.env.GOFLAGS ?? ''} -trimpath`.trim(),
  CGO_ENABLED: '0',
} as const;

/** The Go program, linked without C, so that it is the same one in a container `FROM scratch`. */
export const goPreparation = stamped({
  name: 'go',
  result: GO_PEER,
  hash: () => contentHash(FOLDER, ['go.mod', 'go.sum', 'cmd', 'internal', 'gen']),
  make: buildPeer,
});

async function buildPeer(progress: Progress): Promise<void> {
  await runTool('go', ['version'], { timeoutMs: 30_000 }).catch((cause: unknown) => {
    throw new ToolchainError(`go: no Go >= 1.26 on the PATH: ${ADVICE}`, { cause });
  });
  progress('go: building the peer');
  await mkdir(join(STATE, 'bin'), { recursive: true });
  // Built aside: a program that runs can't be written to (ETXTBSY), but it can be replaced.
  const aside = `${GO_PEER}.${process.pid}`;
  const env = { ...process.env, ...GO_ENV };
  await runTool('go', ['build', '-o', aside, './cmd/peer'], { cwd: FOLDER, env });
  await rename(aside, GO_PEER);
}
