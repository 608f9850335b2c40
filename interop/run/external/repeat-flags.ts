import { shellWord } from '../../contract/shell-word.ts';
import type { Task } from '../ledger.ts';
import type { Found } from './found.ts';

/** The flags that repeat one case in one cell, in which a peer is somebody else's. */
export function repeatFlags({ cell, testCase }: Task, { client, server }: Found): string {
  const flags: readonly (readonly [string, string])[] = [
    client?.flag ?? ['--client', cell.client],
    server?.flag ?? ['--server', cell.server],
    ['--case', testCase.id],
  ];
  return flags.map(([name, value]) => `${name} ${shellWord(value)}`).join(' ');
}
