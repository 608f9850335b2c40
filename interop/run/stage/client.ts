import { setTimeout as sleep } from 'node:timers/promises';
import { Probe } from '../../contract/generated.ts';
import type {
  ClientOptions,
  Held,
  Load,
  Seen,
  StageClient,
  StagePlan,
  StageServer,
} from '../../contract/stage.ts';
import type { Live } from '../session.ts';
import { serverOf } from './attribution.ts';
import { type Called, made, planOf } from './calling.ts';
import { StageLoad } from './load.ts';
import type { LiveServer } from './server.ts';

/** How long servers are waited for that a client has yet to find, in milliseconds. */
const REACH_MS = 15_000;
const HOLD_MS = 5_000;
/** How long a server is asked for a held call before the next look, in milliseconds. */
const LOOK_MS = 20;
/** The pause after a call that found no server, in milliseconds. */
const AGAIN_MS = 20;
/** Calls of which the servers are asked at once. */
const CHUNK = 64;

/** A call whose handler waits for `go`, after a first response: one that has answered is still under way. */
const HELD: StagePlan = {
  method: `/${Probe.typeName}/${Probe.method.serverStream.name}`,
  steps: [{ action: { case: 'send', value: {} } }],
  serverPlan: {
    steps: [
      { action: { case: 'send', value: {} } },
      { action: { case: 'awaitSignal', value: { name: 'go' } } },
    ],
  },
};

/** What a client of a stage shares with it. */
export interface ClientContext {
  readonly client: Live;
  /** The channel's key, and the beginning of its call ids: unique in the run. */
  readonly key: string;
  readonly servers: readonly LiveServer[];
  readonly now: () => number;
  /** Takes note of what must be stopped when the stage closes, whatever became of the scenario. */
  readonly atEnd: (stop: () => Promise<unknown>) => void;
}

/** A LiveClient is one channel of the cell's client, and asks the servers which of them had its calls. */
export class LiveClient implements StageClient {
  readonly #context: ClientContext;
  readonly #options: ClientOptions;
  #count = 0;

  constructor(context: ClientContext, options: ClientOptions) {
    this.#context = context;
    this.#options = options;
  }

  async call(plan?: StagePlan): Promise<Seen> {
    return this.#asSeen(await this.#make(plan));
  }

  async calls(count: number, { atOnce = 1 }: { atOnce?: number } = {}): Promise<readonly Seen[]> {
    const made: Called[] = [];
    let left = count;
    const worker = async () => {
      while (left-- > 0) made.push(await this.#make());
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
    return this.#allAsSeen(made);
  }

  async hold(limitMs = HOLD_MS): Promise<Held | undefined> {
    const { servers, client, now } = this.#context;
    const callId = this.#nextId();
    const ended = made(client, planOf(this.#options, this.#context.key, callId, HELD), now);
    let over = false;
    const end = ended.finally(() => {
      over = true;
    });
    end.catch(() => undefined);
    const limit = now() + limitMs;
    let server = await serverOf(servers, callId, LOOK_MS);
    while (server === undefined && !over && now() < limit) {
      server = await serverOf(servers, callId, LOOK_MS);
    }
    const at = server;
    if (at === undefined) return undefined;
    const release = async () => {
      await at.live.control.signal(callId, 'go');
      return this.#asSeen(await end);
    };
    return { server: at.name, release };
  }

  async reach(wanted: readonly StageServer[], limitMs = REACH_MS): Promise<readonly string[]> {
    const { now } = this.#context;
    const limit = now() + limitMs;
    const missing = new Set(wanted.map((one) => one.name));
    while (missing.size > 0 && now() < limit) {
      const { server } = await this.call();
      if (server === undefined) await sleep(AGAIN_MS);
      else missing.delete(server);
    }
    return [...missing];
  }

  load({ pauseMs = 5, atOnce = 2 }: { pauseMs?: number; atOnce?: number } = {}): Load {
    const load = new StageLoad(() => this.#make(), { pauseMs, atOnce });
    this.#context.atEnd(() => load.stop().catch(() => undefined));
    return { stop: async () => this.#allAsSeen(await load.stop()) };
  }

  #make(plan?: StagePlan): Promise<Called> {
    const { client, key, now } = this.#context;
    return made(client, planOf(this.#options, key, this.#nextId(), plan), now);
  }

  async #allAsSeen(made: readonly Called[]): Promise<Seen[]> {
    const seen: Seen[] = [];
    for (let at = 0; at < made.length; at += CHUNK) {
      const part = made.slice(at, at + CHUNK).map((one) => this.#asSeen(one));
      seen.push(...(await Promise.all(part)));
    }
    return seen;
  }

  async #asSeen(called: Called): Promise<Seen> {
    const server = await serverOf(this.#context.servers, called.callId);
    return { ...called, server: server?.name };
  }

  #nextId(): string {
    this.#count += 1;
    return `${this.#context.key}-${this.#count}`;
  }
}
