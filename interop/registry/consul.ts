import { readAll } from './read-all.ts';

/** How long an answer may take, in milliseconds. */
const LIMIT_MS = 5_000;

/** An instance as somebody registers it who knows nothing of peers: without a check, so it passes. */
export interface ForeignInstance {
  readonly id: string;
  readonly host: string;
  /** None leaves it out, which Consul takes for 0. */
  readonly port?: number;
}

/** The harness's own hands in a Consul agent, by its HTTP API: apart from what peers do with it. */
export class ConsulHands {
  readonly #base: string;

  constructor(address: string) {
    this.#base = `http://${address}/v1`;
  }

  /** The ids of a service's instances, whatever their health. */
  entries(service: string): Promise<readonly string[]> {
    return this.#instances(service, '');
  }

  /** The ids of those that pass all their checks. */
  passing(service: string): Promise<readonly string[]> {
    return this.#instances(service, '?passing=1');
  }

  /** Has the agent forget every instance of a service. */
  async forget(service: string): Promise<void> {
    for (const id of await this.entries(service)) {
      await this.#ask('PUT', `/agent/service/deregister/${encodeURIComponent(id)}`);
    }
  }

  async #instances(service: string, query: string): Promise<readonly string[]> {
    const text = await this.#ask('GET', `/health/service/${encodeURIComponent(service)}${query}`);
    const found: unknown = JSON.parse(text);
    if (!Array.isArray(found)) throw new Error('consul: not a list of instances');
    return found.map((one: { Service?: { ID?: unknown } }) => String(one.Service?.ID)).sort();
  }

  async write(service: string, { id, host, port }: ForeignInstance): Promise<void> {
    const body = {
      ID: id,
      Name: service,
      Address: host,
      ...(port === undefined ? {} : { Port: port }),
    };
    await this.#ask('PUT', '/agent/service/register', JSON.stringify(body));
  }

  async setKey(key: string, text: string | undefined): Promise<void> {
    await this.#ask(text === undefined ? 'DELETE' : 'PUT', `/kv/${key}`, text);
  }

  async #ask(method: string, path: string, body?: string): Promise<string> {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const init = body === undefined ? { method, signal } : { method, signal, body };
    const response = await fetch(`${this.#base}${path}`, init);
    const text = await readAll(response);
    if (!response.ok)
      throw new Error(`consul: ${method} ${path}: ${response.status} ${text.slice(0, 200)}`);
    return text;
  }
}
