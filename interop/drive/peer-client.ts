import {
  create,
  type DescMessage,
  fromJsonString,
  type MessageInitShape,
  type MessageShape,
  toJsonString,
} from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import * as contract from '../contract/generated.ts';
import { Batcher } from './batch.ts';
import type { Endpoint } from './endpoint.ts';
import { PeerRefused } from './errors.ts';
import { ControlHttp } from './http.ts';

type CallInit = MessageInitShape<typeof contract.CallPlanSchema> & { callId: string };

interface Look {
  readonly callId: string;
  readonly until: contract.ObserveRequest_Until;
  readonly waitMs: number;
}

/** How long a control request may take that should be answered at once, in milliseconds. */
const PROMPT_MS = 15_000;
/** What a call may take beyond its own guard. */
const GRACE_MS = 5_000;

/** A PeerClient speaks the peer contract (docs/peer-contract.md) with one process. */
export class PeerClient {
  readonly #http: ControlHttp;
  readonly #calls = new Map<number, Batcher<CallInit, contract.CallResponse>>();
  readonly #looks = new Map<string, Batcher<Look, contract.ObserveResponse>>();

  constructor(endpoint: Endpoint) {
    this.#http = new ControlHttp(endpoint);
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
    return this.#one('Listen', contract.ListenRequestSchema, contract.ListenResponseSchema, init);
  }

  /** Makes a call. `guardMs` is the plan's guard; no answer within it and a grace is a stall. */
  call(plan: CallInit, guardMs: number): Promise<contract.CallResponse> {
    return this.#callBatcher(guardMs).add({ ...plan, guard: durationFromMs(guardMs) });
  }

  /** What the server knows of a call once `until` holds, or after `waitMs`. */
  observe(callId: string, until: contract.ObserveRequest_Until, waitMs: number) {
    return this.#lookBatcher(until, waitMs).add({ callId, until, waitMs });
  }

  async signal(callId: string, name: string): Promise<void> {
    const init = { callId, name };
    await this.#one('Signal', contract.SignalRequestSchema, contract.SignalResponseSchema, init);
  }

  async close(init: MessageInitShape<typeof contract.CloseRequestSchema>): Promise<void> {
    await this.#one('Close', contract.CloseRequestSchema, contract.CloseResponseSchema, init);
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

  /** Lets the connections go; the peer itself lives on. */
  disconnect(): void {
    this.#http.close();
  }

  async #one<Req extends DescMessage, Res extends DescMessage>(
    method: string,
    request: Req,
    response: Res,
    init: MessageInitShape<Req>,
  ): Promise<MessageShape<Res>> {
    let answer: MessageShape<Res> | undefined;
    const refused = this.#refused(method);
    await this.#http.post(method, encode(request, init), PROMPT_MS, (line) => {
      if (answer !== undefined) throw refused('more than one line');
      answer = this.#parse(response, line);
    });
    if (answer === undefined) throw refused('empty answer');
    return answer;
  }

  #parse<Desc extends DescMessage>(schema: Desc, line: string): MessageShape<Desc> {
    try {
      return fromJsonString(schema, line);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const message = `not a ${schema.typeName}: ${why}: ${line.slice(0, 200)}`;
      throw new PeerRefused(this.#http.endpoint, message);
    }
  }

  #callBatcher(guardMs: number): Batcher<CallInit, contract.CallResponse> {
    return getOrMake(this.#calls, guardMs, () => {
      const limit = guardMs + GRACE_MS;
      return new Batcher(
        (plan) => plan.callId,
        async (calls, onAnswer) => {
          const json = encode(contract.CallRequestSchema, { calls: [...calls] });
          await this.#http.post('Call', json, limit, (line) => {
            const answer = this.#parse(contract.CallResponseSchema, line);
            onAnswer(answer.callId, answer);
          });
        },
        this.#refused('Call'),
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
            const answer = this.#parse(contract.ObserveResponseSchema, line);
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

function encode<Desc extends DescMessage>(schema: Desc, init: MessageInitShape<Desc>): string {
  return toJsonString(schema, create(schema, init));
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
