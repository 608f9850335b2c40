import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Case, isScenario, type PlanCase } from '../contract/case.ts';
import { verdictId } from '../contract/verdict-id.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { type Files, reproFolder } from './folder.ts';
import { LIBRARIES } from './libraries.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The peers that are in no cell of gRPC. */
const NOT_OF_GRPC: readonly string[] = ['python-connect'];

/** The peers whose libraries have programs that speak gRPC. */
export const PEERS = Object.keys(LIBRARIES).filter((peer) => !NOT_OF_GRPC.includes(peer));

/** Those that speak Connect and gRPC-Web. */
export const OF_CONNECT = ['ts-connect', 'python-connect', 'go-connect'] as const;

/** A cell that programs can speak. */
export function plainCell(client: string, server: string): Cell {
  return { client, server, protocol: 'grpc', transport: 'h2c' };
}

/** The programs of a case in a cell, where these fields differ. */
export function filesOf(testCase: PlanCase, cell: Cell, fields: readonly string[] = []): Files {
  const differences = fields.map((field) => ({ field, expected: '', actual: '' }));
  return reproFolder(testCase, { case: testCase.id, ...cell }, { differences });
}

/** Writes a folder's files, and puts what is installed here in the place of what run.sh would install. */
async function placeFolder(folder: string, files: Files): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await symlink(join(ROOT, 'python/.venv'), join(folder, 'venv'));
}

const run = promisify(execFile);

/**
 * How long the programs of one case may take, in milliseconds. Several are built at once, and where a Go library isn't
 * built yet each of them builds it.
 */
export const PLAY_MS = 300_000;

/**
 * Plays run.sh with the packages of this checkout and no network; answers what it prints. Go programs are built as the
 * Go peer is, so that what was built for it is there.
 */
async function playFolder(folder: string, port: number): Promise<string> {
  const env = {
    ...process.env,
    PORT: `${port}`,
    PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`,
    GOPROXY: 'off',
    GONOSUMDB: '*',
    GONOSUMCHECK: '1',
    GOFLAGS: '-mod=mod -trimpath',
    CGO_ENABLED: '0',
    GOSUMDB: 'off',
  };
  const { stdout, stderr } = await run('sh', ['run.sh'], { cwd: folder, env, timeout: PLAY_MS });
  return stdout + stderr;
}

/** The plan of that name. */
export function planOf(cases: readonly Case[], id: string): PlanCase {
  const found = cases.find((one) => one.id === id);
  if (found === undefined || isScenario(found)) throw new Error(`no plan ${id}`);
  return found;
}

/** Plays a case in a cell, below a folder, with some fields that differ; `port` is a proxy's. */
export async function playCase(
  root: string,
  testCase: PlanCase,
  cell: Cell,
  { fields = [], port = 0 }: { fields?: readonly string[]; port?: number } = {},
): Promise<Said & { readonly output: string }> {
  const folder = join(root, verdictId(testCase.id, cell).replaceAll('/', '-'));
  await placeFolder(folder, filesOf(testCase, cell, fields));
  const output = await playFolder(folder, port);
  return { ...readSaid(output), output };
}

/** What a client said of its call. */
export interface Said {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly responses: number;
}

/** Reads the client's lines. Libraries name codes differently: `NOT_FOUND`, `NotFound`, `not_found`. */
function readSaid(output: string): Said {
  const value = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(output)?.[1];
  const code = value('status')?.replace(/_/g, '').toUpperCase().replace('CANCELED', 'CANCELLED');
  const responses = output.match(/^response: \d+ bytes/gm)?.length ?? 0;
  return { code, message: value('status message'), responses };
}
