import { setTimeout as sleep } from 'node:timers/promises';
import { Probe } from '../../contract/generated.ts';
import type {
  Called,
  Held,
  Load,
  Open,
  Seen,
  StageClient,
  StagePlan,
  StageServer,
} from '../../contract/stage.ts';
import { serverOf } from './attribution.ts';
import { type Caller, type Calling, guardOf, made, planOf } from './calling.ts';
import { StageLoad } from './load.ts';
import type { LiveServer } from './server.ts';

/** How long servers are waited for that a client has yet to find, in milliseconds. */
const REACH_MS = 30_000;
const HOLD_MS = 5_000;
/** How long a server is asked for a held call before the next look, in milliseconds. */
const LOOK_MS = 20;
/** The pause after a call that found no server, or one that is not looked for, in milliseconds. */
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
export interface ClientContext extends Caller {
  /** The channel's key, and the beginning of its call ids: unique in the run. */
  readonly key: string;
  readonly servers: readonly LiveServer[];
  /** Takes note of what must be stopped when the stage closes, whatever became of the scenario. */
  readonly atEnd: (stop: () => Promise<unknown>) => void;
}

/** A LiveClient is one channel of the cell's client, and asks the servers which of them had its calls. */
export class LiveClient implements StageClient {
  readonly #context: ClientContext;
  readonly #options: Promise<Calling>;
  #count = 0;

  constructor(context: ClientContext, options: Promise<Calling>) {
    this.#context = context;
    this.#options = options;
  }

  async call(plan?: StagePlan): Promise<Seen> {
    return this.#asSeen(await this.#make(plan));
  }

  open(plan?: StagePlan): Open {
    const callId = this.#nextId();
    const ended = this.#make(plan, callId).then((called) => this.#asSeen(called));
    ended.catch(() => undefined); // whoever asks for the end is told
    const { control } = this.#context.client;
    return { callId, ended, signal: (name) => control.signal(callId, name) };
  }

  async calls(
    count: number,
    { atOnce = 1, plan }: { atOnce?: number; plan?: StagePlan } = {},
  ): Promise<readonly Seen[]> {
    const made: Called[] = [];
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const at = next++;
        made[at] = await this.#make(plan);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
    return this.#allAsSeen(made);
  }

  async hold(limitMs = HOLD_MS): Promise<Held | undefined> {
    const { servers, now } = this.#context;
    const callId = this.#nextId();
    const ended = this.#make(HELD, callId);
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
      if (server === undefined || !missing.delete(server)) await sleep(AGAIN_MS);
    }
    return [...missing];
  }

  load({ pauseMs = 100, atOnce = 2 }: { pauseMs?: number; atOnce?: number } = {}): Load {
    const load = new StageLoad(() => this.#make(), { pauseMs, atOnce });
    this.#context.atEnd(() => load.stop().catch(() => undefined));
    return load;
  }

  async #make(plan?: StagePlan, callId = this.#nextId()): Promise<Called> {
    const options = await this.#options;
    const guardMs = guardOf(options, this.#context.guardMs);
    return made({ ...this.#context, guardMs }, planOf(options, this.#context.key, callId, plan));
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
