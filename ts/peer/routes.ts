/** Routes joins the control port's paths with the peer's methods, and JSON with messages. */
import {
  create,
  type DescMessage,
  fromJsonString,
  type Message,
  type MessageShape,
  toJsonString,
} from '@bufbuild/protobuf';
import * as peerV1 from '../gen/crosswire/peer/v1/peer_pb.js';
import { BadRequest } from './errors.ts';
import type { Peer } from './peer.ts';

const maxItems = 64;

/** Answer is one JSON object, or one a line, each sent when it is done. */
export type Answer = { readonly line: string } | { readonly lines: readonly Promise<string>[] };

type Route = (body: string) => Promise<Answer>;

/** routes are all methods of crosswire.peer.v1.Peer, by path. */
export function routes(peer: Peer): ReadonlyMap<string, Route> {
  const { method } = peerV1.Peer;
  const { call, observe, signal, close, reset, register, setHealth } = method;
  const table: [{ name: string }, Route][] = [
    [method.describe, single(method.describe, () => peer.describe())],
    [method.listen, single(method.listen, (request) => peer.listen(request))],
    [method.stats, single(method.stats, () => peer.stats())],
    [signal, single(signal, (request) => done(signal.output, peer.signal(request)))],
    [close, single(close, (request) => done(close.output, peer.close(request)))],
    [register, single(register, (request) => peer.register(request))],
    [setHealth, single(setHealth, (request) => done(setHealth.output, peer.setHealth(request)))],
    [reset, single(reset, () => done(reset.output, peer.reset()))],
    [call, many(call, ({ calls }) => calls.map((plan) => peer.call(plan)))],
    [observe, many(observe, (request) => request.callIds.map((id) => peer.observe(id, request)))],
  ];
  const prefix = `/${peerV1.Peer.typeName}/`;
  return new Map(table.map(([{ name }, route]) => [prefix + name, route]));
}

interface Method<I extends DescMessage, O extends DescMessage> {
  readonly input: I;
  readonly output: O;
}

function single<I extends DescMessage, O extends DescMessage>(
  { input, output }: Method<I, O>,
  run: (request: MessageShape<I>) => MessageShape<O> | Promise<MessageShape<O>>,
): Route {
  return async (body) => ({ line: toJsonString(output, await run(parse(input, body))) });
}

function many<I extends DescMessage, O extends DescMessage>(
  { input, output }: Method<I, O>,
  run: (request: MessageShape<I>) => Promise<MessageShape<O>>[],
): Route {
  return async (body) => {
    const request = parse(input, body);
    checkItems(request);
    return { lines: run(request).map(async (item) => toJsonString(output, await item)) };
  };
}

function parse<I extends DescMessage>(schema: I, body: string): MessageShape<I> {
  try {
    return fromJsonString(schema, body === '' ? '{}' : body);
  } catch (error) {
    throw new BadRequest(`unreadable ${schema.typeName}: ${error}`);
  }
}

/** checkItems counts the items of a request that is a list of them. */
function checkItems(request: Message): void {
  const items = Object.values(request).find(Array.isArray) ?? [];
  if (items.length > maxItems) throw new BadRequest(`${items.length} items, at most ${maxItems}`);
}

async function done<O extends DescMessage>(schema: O, work: unknown): Promise<MessageShape<O>> {
  await work;
  return create(schema);
}
