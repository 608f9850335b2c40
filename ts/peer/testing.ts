/** Testing starts a peer as a process of its own, and speaks to its control port as anyone would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import {
  create,
  type DescMessage,
  type DescMethod,
  fromJsonString,
  type MessageInitShape,
  type MessageShape,
  toBinary,
  toJsonString,
} from '@bufbuild/protobuf';
import {
  type CallResponse,
  type ListenRequestSchema,
  type Outcome,
  Peer,
  Transport,
} from '../gen/crosswire/peer/v1/peer_pb.js';
import type { CallPlanSchema, StepSchema } from '../gen/crosswire/peer/v1/plan_pb.js';
import { ProbeRequestSchema } from '../gen/crosswire/probe/v1/probe_pb.js';
import { pathOf } from './methods.ts';

export type StepInit = MessageInitShape<typeof StepSchema>;
export type ListenInit = Omit<
  MessageInitShape<typeof ListenRequestSchema>,
  '$typeName' | '$unknown'
>;
export type PlanInit = Omit<MessageInitShape<typeof CallPlanSchema>, '$typeName' | '$unknown'>;

/** RunningPeer is a peer's process with one listener, which its own client calls. */
export class RunningPeer implements AsyncDisposable {
  readonly control: string;
  readonly stderr: string[] = [];
  readonly #process: ChildProcess;
  #calls = 0;
  address = '';

  constructor(process: ChildProcess, control: string) {
    this.#process = process;
    this.control = control;
  }

  static async start(id: string): Promise<RunningPeer> {
    const main = new URL('./main.ts', import.meta.url).pathname;
    const env = {
      ...{ PATH: process.env.PATH, CROSSWIRE_PEER: id, CROSSWIRE_CONTROL: '127.0.0.1:0' },
      // It ends with whoever tests it, however that ends.
      CROSSWIRE_STDIN: 'watch',
    };
    const child = spawn(process.execPath, [main], { env, stdio: 'pipe' });
    const [line] = await once(createInterface(child.stdout), 'line');
    const peer = new RunningPeer(child, JSON.parse(line).control);
    child.stderr.on('data', (chunk) => peer.stderr.push(String(chunk)));
    peer.address = await peer.listen('main');
    return peer;
  }

  async listen(id: string, more: ListenInit = {}): Promise<string> {
    const request = { id, transport: Transport.H2C, bind: '127.0.0.1:0', ...more };
    const { result } = await this.ask(Peer.method.listen, request);
    if (result.case !== 'address') throw new Error(`no listener: ${JSON.stringify(result)}`);
    return result.value;
  }

  /** ask sends one request, and answers the one object of the answer. */
  async ask<I extends DescMessage, O extends DescMessage>(
    method: DescMethod & { input: I; output: O },
    request: MessageInitShape<I>,
  ): Promise<MessageShape<O>> {
    const [only] = await this.askAll(method, request);
    if (!only) throw new Error(`${method.name} answered nothing`);
    return only;
  }

  /** askAll answers every line. */
  async askAll<I extends DescMessage, O extends DescMessage>(
    method: DescMethod & { input: I; output: O },
    request: MessageInitShape<I>,
  ): Promise<MessageShape<O>[]> {
    const body = toJsonString(method.input, create(method.input, request));
    const response = await this.post(pathOf(method), body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    const lines = text.trimEnd().split('\n');
    return lines.map((line) => fromJsonString(method.output, line));
  }

  /** lines are those of the answer, each as soon as it is there. */
  async *lines<I extends DescMessage, O extends DescMessage>(
    method: DescMethod & { input: I; output: O },
    request: MessageInitShape<I>,
  ): AsyncGenerator<MessageShape<O>> {
    const body = toJsonString(method.input, create(method.input, request));
    const response = await this.post(pathOf(method), body);
    const input = Readable.fromWeb(response.body as ReadableStream);
    for await (const line of createInterface({ input })) yield fromJsonString(method.output, line);
  }

  post(path: string, body: string): Promise<Response> {
    return fetch(`http://${this.control}${path}`, { method: 'POST', body });
  }

  /** call makes one call on the own listener. */
  async call(plan: PlanInit): Promise<CallResponse> {
    const callId = plan.callId ?? this.nextId();
    const targets = plan.targets ?? [this.address];
    return this.ask(Peer.method.call, { calls: [{ ...plan, callId, targets }] });
  }

  /** outcome is for calls that have one. */
  async outcome(plan: PlanInit): Promise<Outcome> {
    const { result } = await this.call(plan);
    if (result.case !== 'outcome') throw new Error(`no outcome: ${JSON.stringify(result)}`);
    return result.value;
  }

  nextId(): string {
    this.#calls += 1;
    return `call-${this.#calls}`;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill(signal);
    await once(this.#process, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGTERM');
  }
}

/** health asks grpc.health.v1 of a server as a whole, on a connection of its own. */
export async function health(peer: RunningPeer, target: string): Promise<string> {
  const method = '/grpc.health.v1.Health/Check';
  const plan = { method, targets: [target], channel: { fresh: true } };
  const { messages } = await peer.outcome(plan);
  return JSON.parse(messages[0]?.json ?? '{}').status;
}

/** send is a step with a message of this schema. */
export function send<S extends DescMessage>(
  schema: S,
  init: MessageInitShape<S>,
  count = 1,
): StepInit {
  const encoded = toBinary(schema, create(schema, init));
  return step('send', { payload: { content: { case: 'encoded', value: encoded } }, count });
}

type Action = NonNullable<StepInit['action']>;
type Value<C> = Extract<Action, { case: C }> extends { value?: infer V } ? V : never;

/** step is any other step. */
export function step<C extends NonNullable<Action['case']>>(kind: C, value: Value<C>): StepInit {
  return { action: { case: kind, value } as Action };
}

/** The fields of a message of Probe whose body is a text. */
export const text = (body: string) => ({ body: new TextEncoder().encode(body) });

/** A step that sends the one request which most tests make. */
export const ask = (): StepInit => send(ProbeRequestSchema, text('ask'));
