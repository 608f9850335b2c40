// The first script of a fresh clone: installs the npm packages, Node 24 among them. It is started
// by whatever Node the machine has (20 or later), so it has no dependencies and no new syntax.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.crosswire-stamp');
const lock = join(root, '.crosswire', 'npm.lock');
/** An install takes under a minute; a lock older than this was left by a process that died. */
const STALE_MS = 10 * 60 * 1000;

function wanted() {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json'])
    hash.update(readFileSync(join(root, name)));
  return hash.digest('hex');
}

function upToDate() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();
}

function takeLock() {
  mkdirSync(dirname(lock), { recursive: true });
  try {
    mkdirSync(lock);
    return true;
  } catch {
    if (Date.now() - statSync(lock, { throwIfNoEntry: false })?.mtimeMs > STALE_MS) {
      rmSync(lock, { recursive: true, force: true });
    }
    return false;
  }
}

function install() {
  console.error('setting up: npm packages (npm ci), Node 24 among them');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--no-fund', '--no-audit', '--loglevel=error'];
  const done = spawnSync(npm, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) {
    console.error(
      `npm ci failed (${done.error?.message ?? `code ${done.status}`}): see its lines above`,
    );
    process.exit(2);
  }
  writeFileSync(stamp, wanted());
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(
    `Node ${process.versions.node} is too old: Node 20 or later starts this, and brings Node 24`,
  );
  process.exit(2);
}
while (!upToDate()) {
  if (!takeLock()) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    continue;
  }
  try {
    if (!upToDate()) install();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
