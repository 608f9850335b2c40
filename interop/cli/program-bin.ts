// `npm run program -- <language> <program> [flags]`: sets up, then becomes the program.
import { type ChildProcess, spawn } from 'node:child_process';
import { LaunchError } from '../launch/errors.ts';
import { nearest } from '../matrix/nearest.ts';
import { COMMANDS, PROGRAMS } from './programs.ts';

const HELP = `npm run program -- <language> <program> [flags]

  languages  ${Object.keys(COMMANDS).join(', ')}
  programs   ${PROGRAMS.join(', ')}

For example: npm run program -- python users-server
             npm run program -- go users-client --address localhost:50051
Each program has a --help of its own.`;

/** The member of a list that a word names, or an end with the nearest one. */
function known<T extends string>(what: string, word: string | undefined, all: readonly T[]): T {
  const found = all.find((one) => one === word);
  if (found !== undefined) return found;
  const asked =
    word === undefined ? `name a ${what}` : `there is no ${what} ${JSON.stringify(word)}`;
  const hint = word === undefined ? undefined : nearest(word, all);
  console.error(`${asked}${hint === undefined ? '' : `; the nearest is ${hint}`}\n\n${HELP}`);
  process.exit(2);
}

/** Passes the first signal on; a second of the same Ctrl-C, from npm, would end a server that stops. */
function passOn(child: ChildProcess): void {
  let passed = false;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (!passed) child.kill(name);
      passed = true;
    });
  }
}

async function main([language, program, ...flags]: readonly string[]): Promise<void> {
  if (language === '--help' || language === '-h') {
    console.log(HELP);
    return;
  }
  const languages = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];
  const chosen = known('language', language, languages);
  const { file, args, prepare } = COMMANDS[chosen](known('program', program, PROGRAMS));
  await prepare?.();
  // In a group of its own: a terminal's Ctrl-C would reach it beside the one that is passed on.
  const child = spawn(file, [...args, ...flags], { stdio: 'inherit', detached: true });
  passOn(child);
  child.on('error', (error) => {
    console.error(`${file}: ${error.message}`);
    process.exitCode = 2;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 130);
  });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
