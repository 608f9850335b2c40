// Generates all code into a temporary folder and compares it with what is committed.
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDERS = ['ts/gen', 'go/gen', 'python/gen'];

/** Every file below the generated folders of `root`, by path, with its text. */
function filesOf(root: string): Map<string, string> {
  const paths = globSync(
    FOLDERS.map((folder) => `${folder}/**/*.{js,ts,go,py,pyi}`),
    { cwd: root },
  );
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

function compare(committed: Map<string, string>, fresh: Map<string, string>): string[] {
  const paths = new Set([...committed.keys(), ...fresh.keys()]);
  return [...paths].filter((path) => committed.get(path) !== fresh.get(path));
}

const out = mkdtempSync(join(tmpdir(), 'crosswire-gen-'));
try {
  for (const template of ['buf.gen.yaml', 'buf.gen.grpc.yaml']) {
    execFileSync('buf', ['generate', '--template', template, '-o', out], { stdio: 'inherit' });
  }
  const fresh = filesOf(out);
  const stale = compare(filesOf('.'), fresh);
  for (const path of stale) console.error(`${path} is not what \`npm run generate\` makes`);
  if (fresh.size === 0) console.error('nothing was generated');
  process.exitCode = stale.length > 0 || fresh.size === 0 ? 1 : 0;
} finally {
  rmSync(out, { recursive: true, force: true });
}
