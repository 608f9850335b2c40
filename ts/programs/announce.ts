/** Announce makes a server known in the registries that its flags name. */
import { parseTarget, type Registration, register } from '../discovery/index.ts';
import { refuse } from './flags.ts';
import { type ServerFlags, weightOf } from './server-flags.ts';

/** Place is where clients look for a server: a path in ZooKeeper, a service in Consul. */
export interface Place {
  readonly path: string;
  readonly service: string;
}

/** announcer reads the flags, so that wrong ones end the program before anything is opened. */
export function announcer(flags: ServerFlags, { path, service }: Place) {
  const { zookeeper, consul, host } = flags;
  const weight = weightOf(flags);
  const uris = [
    ...(zookeeper ? [`zookeeper://${zookeeper}${path}`] : []),
    ...(consul ? [`consul://${consul}/${service}`] : []),
  ];
  const targets = uris.map(targetOf);
  return async (port: number): Promise<readonly Registration[]> => {
    const options = { host, port, ...(weight !== undefined && { weight }) };
    const entries: Registration[] = [];
    try {
      for (const target of targets) entries.push(await register(target, options));
      return entries;
    } catch (error) {
      await withdraw(entries);
      throw error;
    }
  };
}

/** withdraw takes entries back. A registry that doesn't answer keeps no server from ending. */
export async function withdraw(entries: readonly Registration[]): Promise<void> {
  const results = await Promise.allSettled(entries.map((entry) => entry.withdraw()));
  for (const result of results) {
    if (result.status === 'rejected') console.error(`an entry stays: ${result.reason}`);
  }
}

function targetOf(uri: string) {
  try {
    return parseTarget(uri);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : `${error}`);
  }
}
