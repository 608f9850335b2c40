/** Ipc is how the processes of one listener talk: an order, and an answer to it. */
import type { ChildProcess } from 'node:child_process';
import type { CloseRequest_Mode } from '../gen/crosswire/peer/v1/peer_pb.js';
import { UnsupportedPart } from './errors.ts';

/** Order is what the process above asks for. */
export type Order =
  /** A ListenRequest, as ProtoJSON; answered with the address. */
  | { readonly kind: 'listen'; readonly request: string }
  | { readonly kind: 'serving'; readonly serving: boolean }
  | { readonly kind: 'close'; readonly mode: CloseRequest_Mode; readonly graceMs: number };

type Answer =
  | { readonly value: string }
  | { readonly failed: string; readonly unsupported: string | undefined };

interface Letter<T> {
  readonly id: number;
  readonly body: T;
}

let orders = 0;

/** ask rejects with what the other side threw, or when it ends first. */
export function ask(child: ChildProcess, order: Order): Promise<string> {
  orders += 1;
  const letter: Letter<Order> = { id: orders, body: order };
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const onMessage = ({ id, body }: Letter<Answer>) => {
    if (id !== letter.id) return;
    if ('value' in body) resolve(body.value);
    else reject(errorOf(body));
  };
  const onExit = () => reject(new Error(`process ${child.pid} has ended`));
  child.on('message', onMessage).once('exit', onExit);
  child.send(letter, (error) => error && reject(error));
  return promise.finally(() => child.off('message', onMessage).off('exit', onExit));
}

/** answer serves the orders of the process above. */
export function answer(serve: (order: Order) => Promise<string>): void {
  process.on('message', async ({ id, body }: Letter<Order>) => {
    const reply = await serve(body).then((value): Answer => ({ value }), failureOf);
    process.send?.({ id, body: reply } satisfies Letter<Answer>);
  });
}

function failureOf(error: unknown): Answer {
  const failed = error instanceof Error ? error.message : `${error}`;
  return { failed, unsupported: error instanceof UnsupportedPart ? error.field : undefined };
}

function errorOf({ failed, unsupported }: Extract<Answer, { failed: string }>): Error {
  return unsupported === undefined ? new Error(failed) : new UnsupportedPart(unsupported, failed);
}
