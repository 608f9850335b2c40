import {
  create,
  type DescMessage,
  fromJsonString,
  type MessageInitShape,
  type MessageShape,
  toJsonString,
} from '@bufbuild/protobuf';
import type { Endpoint } from './endpoint.ts';
import { PeerRefused } from './errors.ts';
import type { ControlHttp } from './http.ts';

/** A method of a control port that answers with one object. */
export interface OneMethod<Req extends DescMessage, Res extends DescMessage> {
  readonly method: string;
  readonly request: Req;
  readonly response: Res;
}

/** Asks once; any answer but one object of the method's own is refused. */
export async function askOne<Req extends DescMessage, Res extends DescMessage>(
  http: ControlHttp,
  { method, request, response }: OneMethod<Req, Res>,
  init: MessageInitShape<Req>,
  limitMs: number,
): Promise<MessageShape<Res>> {
  let answer: MessageShape<Res> | undefined;
  const refused = (what: string) => new PeerRefused(http.endpoint, `${method}: ${what}`);
  await http.post(method, encode(request, init), limitMs, (line) => {
    if (answer !== undefined) throw refused('more than one line');
    answer = parsed(http.endpoint, response, line);
  });
  if (answer === undefined) throw refused('empty answer');
  return answer;
}

/** A message as ProtoJSON. */
export function encode<Desc extends DescMessage>(
  schema: Desc,
  init: MessageInitShape<Desc>,
): string {
  return toJsonString(schema, create(schema, init));
}

/** A line of an answer as a message; one that is none is refused. */
export function parsed<Desc extends DescMessage>(
  endpoint: Endpoint,
  schema: Desc,
  line: string,
): MessageShape<Desc> {
  try {
    return fromJsonString(schema, line);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `not a ${schema.typeName}: ${why}: ${line.slice(0, 200)}`;
    throw new PeerRefused(endpoint, message);
  }
}
