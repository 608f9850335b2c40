import type {
  ClientOptions,
  RegisterOptions,
  Stage,
  StageClient,
  StageRegistry,
  StageServer,
} from '../../contract/stage.ts';
import type { RegistryKind } from './registries.ts';
import { noneLost } from './run-of-calls.ts';
import { counts } from './spread.ts';

/** A registry with servers in it, and a client that has found them all. */
export interface Setting {
  readonly registry: StageRegistry;
  readonly target: string;
  readonly servers: readonly StageServer[];
  readonly client: StageClient;
}

/** Sessions and checks of what stays: no machine is so busy that a server which serves would be dropped for it. */
export const STEADY: RegisterOptions = { sessionTimeoutMs: 40_000, checkIntervalMs: 40_000 };

/** Sessions and checks short enough to wait for, of what shall be dropped. */
export const SHORT: RegisterOptions = { sessionTimeoutMs: 2_000, checkIntervalMs: 1_000 };

/** How long it may take until everybody has heard of a change in the registry, in milliseconds. */
export const HEARD_MS = 20_000;

/** How long a server serves on after it has taken its entry back, in milliseconds. */
export const SETTLE_MS = 2_000;

/** Wants that a client finds all of these, and has the scenario end where it doesn't. */
export async function found(
  stage: Stage,
  client: StageClient,
  servers: readonly StageServer[],
): Promise<void> {
  const missing = await client.reach(servers);
  if (missing.length > 0) stage.fail('not found', '', missing.join(', '));
}

/** Registers the stage's three servers in a registry, and lets a client reach all. */
export async function registered(
  stage: Stage,
  kind: RegistryKind,
  options: {
    own?: boolean;
    servers?: readonly StageServer[];
    register?: RegisterOptions;
    client?: Partial<ClientOptions>;
  } = {},
): Promise<Setting> {
  const registry = await stage.registry(kind, { own: options.own ?? false });
  const target = registry.uri(stage.word);
  const servers = options.servers ?? (await stage.servers());
  for (const server of servers) await server.register(target, options.register ?? STEADY);
  const client = stage.client({ target, policy: 'round_robin', ...options.client });
  await found(stage, client, servers);
  return { registry, target, servers, client };
}

/** Wants that these servers, and nobody else, have ten calls each, and that none fails. */
export async function servesEvenly(
  stage: Stage,
  { client, servers }: Pick<Setting, 'client' | 'servers'>,
): Promise<void> {
  const seen = await client.calls(10 * servers.length);
  noneLost(stage, seen);
  const names = servers.map((one) => one.name);
  stage.check('spread', servers.map(() => 10).join(' '), counts(seen, names).join(' '));
}

/** Whether servers get no more calls: so many that none went there by chance, beside others. */
async function avoids(client: StageClient, names: readonly string[], calls = 24): Promise<boolean> {
  for (let left = calls; left > 0; left--) {
    const { server, code } = await client.call();
    if (server === undefined || names.includes(server) || code !== 'OK') return false;
  }
  return true;
}

/** Wants that a client stops calling some servers within the limit. */
export async function leftAlone(
  stage: Stage,
  client: StageClient,
  servers: readonly StageServer[],
  limitMs = HEARD_MS,
): Promise<void> {
  const since = stage.now();
  const names = servers.map((one) => one.name);
  const so = await stage.until(() => avoids(client, names), limitMs);
  stage.holds(`${names.join(', ')} left alone`, `within ${limitMs} ms`, 'calls still go there', so);
  stage.note(`left alone after ${Math.round(stage.now() - since)} ms`);
}

/** Wants that the registry lists so many entries within the limit. */
export async function listed(
  stage: Stage,
  { registry }: Pick<Setting, 'registry'>,
  count: number,
): Promise<void> {
  const list = () => registry.passing(stage.word);
  await stage.until(async () => (await list()).length === count, HEARD_MS);
  stage.check('entries', String(count), String((await list()).length));
}
