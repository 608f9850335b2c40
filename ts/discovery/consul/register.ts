/** Register enters a server with a Consul agent, which asks it for its health, and again when the agent has forgotten it. */
import { addressOf } from '../entry.ts';
import { quoted } from '../text.ts';
import type { RegisterOptions, Registration, Target, Watch } from '../types.ts';
import { follow } from './blocking.ts';
import { ask, ConsulError } from './http.ts';

const WITHIN_MS = 5000;
const CHECK_INTERVAL_MS = 10_000;
/** A check's answer may take this long, also where checks are frequent. */
const CHECK_TIMEOUT_MS = 1000;

/** registerConsul rejects when the agent can't be reached, or refuses. */
export async function registerConsul(
  target: Target,
  options: RegisterOptions,
): Promise<Registration> {
  const instance = new Instance(target, options);
  await instance.enter();
  instance.keep();
  return instance;
}

class Instance implements Registration {
  readonly entry: string;
  readonly #target: Target;
  readonly #options: RegisterOptions;
  #weight: number | undefined;
  #kept: Watch | undefined;
  #withdrawn = false;

  constructor(target: Target, options: RegisterOptions) {
    this.#target = target;
    this.#options = options;
    this.#weight = options.weight;
    this.entry = `${target.name}-${options.host}-${options.port}`;
  }

  /** keep enters the server again whenever the agent, asked for it, knows nothing of it. */
  keep(): void {
    this.#kept = follow(this.#target.authority, {
      path: `/v1/agent/service/${encodeURIComponent(this.entry)}`,
      changed: async ({ status }) => {
        if (status === 404 && !this.#withdrawn) await this.enter();
      },
      failed: () => undefined,
    });
  }

  enter(): Promise<void> {
    return this.#put('/v1/agent/service/register', {
      ID: this.entry,
      Name: this.#target.name,
      Address: this.#options.host,
      Port: this.#options.port,
      ...(this.#weight !== undefined && { Weights: { Passing: this.#weight, Warning: 1 } }),
      Check: this.#check(),
    });
  }

  update({ weight }: { weight: number }): Promise<void> {
    this.#weight = weight;
    return this.enter();
  }

  async withdraw(): Promise<void> {
    this.#withdrawn = true;
    this.#kept?.close();
    await this.#put(`/v1/agent/service/deregister/${encodeURIComponent(this.entry)}`);
  }

  /** It begins as passing, so that clients needn't wait for the first check: who registers, serves. */
  #check(): object {
    const interval = this.#options.checkIntervalMs ?? CHECK_INTERVAL_MS;
    return {
      CheckID: `${this.entry}-health`,
      Name: 'grpc.health.v1',
      GRPC: this.#options.checkAddress ?? addressOf(this.#options),
      Interval: `${interval}ms`,
      Timeout: `${Math.max(CHECK_TIMEOUT_MS, interval)}ms`,
      Status: 'passing',
    };
  }

  async #put(path: string, body?: object): Promise<void> {
    const { authority, dc } = this.#target;
    const question = { method: 'PUT', path, body, query: { dc }, timeoutMs: WITHIN_MS } as const;
    const answer = await ask(authority, question);
    const forgotten = body === undefined && answer.status === 404;
    if (answer.status !== 200 && !forgotten)
      throw new ConsulError(authority, `${answer.status} ${quoted(answer.body.trim())}`);
  }
}
