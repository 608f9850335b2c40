import { join } from 'node:path';
import { GO_ENV } from '../../interop/launch/prepare-go.ts';
import { goCounts, pytestCounts, vitestCounts } from './counts.ts';
import type { Step } from './step.ts';

const python = join('.venv', 'bin');
const GO = { cwd: 'go', env: GO_ENV } as const;
const VITEST_REPORT = join('.crosswire', 'vitest.json');

/** All that `npm test` checks, two at a time in this order: what is quick first, then what takes longest. */
export const STEPS: readonly Step[] = [
  { name: 'proto: lint', command: ['buf', 'lint'] },
  {
    name: 'proto: no breaking change since HEAD',
    command: ['buf', 'breaking', '--against', '.git#ref=HEAD,depth=1'],
  },
  { name: 'Python: ruff', command: [join(python, 'ruff'), 'check'], cwd: 'python' },
  { name: 'Python: format', command: [join(python, 'ruff'), 'format', '--check'], cwd: 'python' },
  { name: 'Python: mypy', command: [join(python, 'mypy')], cwd: 'python' },
  { name: 'TypeScript: types', command: ['tsc', '-p', '.'] },
  { name: 'TypeScript: lint and format', command: ['biome', 'check', '--error-on-warnings'] },
  {
    name: 'TypeScript: tests, and the source documents through vitest',
    command: [
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${VITEST_REPORT}`,
    ],
    counts: () => vitestCounts(VITEST_REPORT),
  },
  {
    name: 'Python: tests',
    command: [join(python, 'pytest'), '-q'],
    cwd: 'python',
    counts: pytestCounts,
  },
  {
    name: 'Go: format',
    command: ['gofmt', '-l', 'cmd', 'internal'],
    cwd: 'go',
    fails: (output) => output.trim() !== '',
  },
  { name: 'Go: vet', command: ['go', 'vet', './...'], ...GO },
  { name: 'Go: tests', command: ['go', 'test', '-json', './...'], ...GO, counts: goCounts },
  { name: 'Go: staticcheck', command: ['go', 'tool', 'staticcheck', './...'], ...GO },
  { name: 'generated code is current', command: ['node', 'scripts/check/generated.ts'] },
];
