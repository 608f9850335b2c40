/** WatchSubject asks for a subject again and again, on one channel, and says which server answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import { failureLine } from './failure.ts';

/** Answer is the names of a subject's question types, and the "host:port" of the server. */
export interface Answer {
  readonly server: string;
  readonly names: readonly string[];
}

/** SubjectsClient is what each library's `openSubjects` answers. */
export interface SubjectsClient {
  list(subject: string): Promise<Answer>;
  close(): void;
}

/** watchSubject ends with SIGINT or SIGTERM. A call that fails is one line on stderr. */
export async function watchSubject(
  client: SubjectsClient,
  subject: string,
  intervalMs: number,
): Promise<void> {
  const told = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => told.abort());
  while (!told.signal.aborted) {
    await printOnce(client, subject);
    await sleep(intervalMs, undefined, { signal: told.signal }).catch(() => undefined);
  }
  client.close();
}

async function printOnce(client: SubjectsClient, subject: string): Promise<void> {
  try {
    const { server, names } = await client.list(subject);
    console.log(`${server} ${names.join(' ')}`);
  } catch (error) {
    console.error(failureLine(error));
  }
}
