import type { DescMessage, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import * as contract from '../contract/generated.ts';
import { askOne, encode, parsed } from './ask.ts';
import { Batcher } from './batch.ts';
import type { Endpoint } from './endpoint.ts';
import { PeerRefused } from './errors.ts';
import { ControlHttp } from './http.ts';

type CallInit = MessageInitShape<typeof contract.CallPlanSchema> & { callId: string };

/** A Written plan is one in ProtoJSON: as long as it is, so much of a request it takes. */
interface Written {
  readonly callId: string;
  readonly json: string;
}

interface Look {
  readonly callId: string;
  readonly until: contract.ObserveRequest_Until;
  readonly waitMs: number;
}

/** How long a control request may take that should be answered at once, in milliseconds. */
const PROMPT_MS = 15_000;
/** How long a listener may take to open, in milliseconds: it may have processes to start first. */
const OPEN_MS = 60_000;
/** What a call may take beyond its own guard. */
const GRACE_MS = 5_000;

/** A PeerClient speaks the peer contract (docs/peer-contract.md) with one process. */
export class PeerClient {
  readonly #http: ControlHttp;
  readonly #calls = new Map<number, Batcher<Written, contract.CallResponse>>();
  readonly #looks = new Map<string, Batcher<Look, contract.ObserveResponse>>();

  constructor(endpoint: Endpoint) {
    this.#http = new ControlHttp(endpoint, contract.Peer.typeName);
  }

  describe(): Promise<contract.DescribeResponse> {
    return this.#one(
      'Describe',
      contract.DescribeRequestSchema,
      contract.DescribeResponseSchema,
      {},
    );
  }

  listen(init: MessageInitShape<typeof contract.ListenRequestSchema>) {
    const { ListenRequestSchema: request, ListenResponseSchema: response } = contract;
    return this.#one('Listen', request, response, init, OPEN_MS);
  }

  /** Makes a call. `guardMs` is the plan's guard; no answer within it and a grace is a stall. */
  call(plan: CallInit, guardMs: number): Promise<contract.CallResponse> {
    const { callId } = plan;
    const json = encode(contract.CallPlanSchema, { ...plan, guard: durationFromMs(guardMs) });
    return this.#callBatcher(guardMs).add({ callId, json });
  }

  /** What the server knows of a call once `until` holds, or after `waitMs`. */
  observe(callId: string, until: contract.ObserveRequest_Until, waitMs: number) {
    return this.#lookBatcher(until, waitMs).add({ callId, until, waitMs });
  }

  async signal(callId: string, name: string): Promise<void> {
    const init = { callId, name };
    await this.#one('Signal', contract.SignalRequestSchema, contract.SignalResponseSchema, init);
  }

  /** Closes a listener or channels. `givenMs` is what the listener is given to end: settling and grace. */
  async close(
    init: MessageInitShape<typeof contract.CloseRequestSchema>,
    givenMs = 0,
  ): Promise<void> {
    const { CloseRequestSchema: request, CloseResponseSchema: response } = contract;
    await this.#one('Close', request, response, init, givenMs + PROMPT_MS);
  }

  /** Makes a listener known in a registry; answers its entry, or throws what the registry said. */
  async register(init: MessageInitShape<typeof contract.RegisterRequestSchema>): Promise<string> {
    const { RegisterRequestSchema: request, RegisterResponseSchema: response } = contract;
    const { result } = await this.#one('Register', request, response, init);
    if (result.case === 'entry') return result.value;
    throw this.#refused('Register')(result.value ?? 'neither an entry nor an error');
  }

  async setHealth(listener: string, serving: boolean): Promise<void> {
    const { SetHealthRequestSchema: request, SetHealthResponseSchema: response } = contract;
    await this.#one('SetHealth', request, response, { listener, serving });
  }

  /** What the process holds now. */
  stats(): Promise<contract.StatsResponse> {
    return this.#one('Stats', contract.StatsRequestSchema, contract.StatsResponseSchema, {});
  }

  /** Lets the connections go; the peer itself lives on. */
  disconnect(): void {
    this.#http.close();
  }

  async #one<Req extends DescMessage, Res extends DescMessage>(
    method: string,
    request: Req,
    response: Res,
    init: MessageInitShape<Req>,
    limitMs = PROMPT_MS,
  ): Promise<MessageShape<Res>> {
    return askOne(this.#http, { method, request, response }, init, limitMs);
  }

  #callBatcher(guardMs: number): Batcher<Written, contract.CallResponse> {
    return getOrMake(this.#calls, guardMs, () => {
      const limit = guardMs + GRACE_MS;
      return new Batcher(
        ({ callId }) => callId,
        async (calls, onAnswer) => {
          const json = `{"calls":[${calls.map((call) => call.json).join()}]}`;
          await this.#http.post('Call', json, limit, (line) => {
            const answer = parsed(this.#http.endpoint, contract.CallResponseSchema, line);
            onAnswer(answer.callId, answer);
          });
        },
        this.#refused('Call'),
        ({ json }) => Buffer.byteLength(json),
      );
    });
  }

  #lookBatcher(until: contract.ObserveRequest_Until, waitMs: number) {
    return getOrMake(this.#looks, `${until}/${waitMs}`, () => {
      return new Batcher<Look, contract.ObserveResponse>(
        (look) => look.callId,
        async (looks, onAnswer) => {
          const callIds = looks.map((look) => look.callId);
          const init = { callIds, until, wait: durationFromMs(waitMs) };
          const json = encode(contract.ObserveRequestSchema, init);
          await this.#http.post('Observe', json, waitMs + PROMPT_MS, (line) => {
            const answer = parsed(this.#http.endpoint, contract.ObserveResponseSchema, line);
            onAnswer(answer.callId, answer);
          });
        },
        this.#refused('Observe'),
      );
    });
  }

  #refused(method: string): (message: string) => PeerRefused {
    return (message) => new PeerRefused(this.#http.endpoint, `${method}: ${message}`);
  }
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
