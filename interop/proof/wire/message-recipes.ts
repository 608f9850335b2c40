import type { ExpectedMessage } from '../../contract/case.ts';
import { Probe, TestService } from '../../contract/generated.ts';
import { messageOf } from '../../wire/methods.ts';
import { otherMessages, shown } from './other-message.ts';
import { payloadsOf, TO_CLIENT, TO_SERVER } from './payloads.ts';
import { is, type Passed, pathOf, type Recipe, type Tampered, way } from './recipe.ts';
import {
  AT_ONCE,
  afterMessages,
  isProbe,
  NO_METHOD,
  ONE_MESSAGE,
  otherPlan,
  withPlan,
} from './server-plan.ts';
import { endedFirst } from './signals.ts';
import { speechOf } from './speech.ts';
import { tamper } from './tamperings.ts';

const ONLY_ONE = 'a message of a kind that there is only one of (Empty): no other is valid';

/** One list of messages: of the client's or of the server's making. */
interface List {
  readonly name: string;
  readonly toServer: boolean;
  readonly expected: readonly ExpectedMessage[];
  readonly payloads: readonly Uint8Array[];
  readonly passed: Passed;
}

/** Messages: another one in a place, one too few, one too many, and the order. */
export function messageRecipes(field: string, passed: Passed): Recipe[] {
  const { expect } = passed.testCase;
  const toServer = field.startsWith('observed.');
  const name = toServer ? 'observed.messages' : 'messages';
  const expected = (toServer ? expect.observed.messages : expect.messages) ?? [];
  const payloads = payloadsOf(passed.record, toServer ? TO_SERVER : TO_CLIENT);
  const list: List = { name, toServer, expected, payloads, passed };
  if (field === `${name}.count`) return [countRecipe(field, list)];
  if (field === `${name}[*]`) return [contentRecipe(field, 0, list)];
  const at = new RegExp(`^${name.replace('.', '\\.')}\\[(\\d+)\\]$`).exec(field)?.[1];
  return at === undefined ? [] : [contentRecipe(field, Number(at), list)];
}

const directionOf = ({ toServer }: List) => (toServer ? TO_SERVER : TO_CLIENT);
const methodOf = ({ passed }: List) => pathOf(passed);

/** Where all are told in one text, another one is at its beginning. */
function contentRecipe(field: string, at: number, list: List): Recipe {
  const all = field.endsWith('[*]');
  const ways = othersAt(at, list).map((other) => {
    const text = shown(methodOf(list), list.toServer, other, list.expected[at]);
    const told = all ? (actual: string) => actual.startsWith(text) : is(text);
    return way([tamper.replace(directionOf(list), at, other)], told);
  });
  const onlyOne = ways.length === 0 && messageOf(methodOf(list), list.toServer) !== undefined;
  return { name: field, field, ways, ...(onlyOne ? { leftOut: ONLY_ONE } : {}) };
}

/** Each call of a raw client's script gets the other message: with a plan that ends at once all are answered. */
function othersAt(at: number, { toServer, payloads, passed }: List): Uint8Array[] {
  const byScript = toServer && passed.testCase.plan.raw !== undefined && isProbe(passed);
  const like = byScript ? withPlan(payloads[at], AT_ONCE) : payloads[at];
  return otherMessages(pathOf(passed), toServer, like);
}

function countRecipe(field: string, list: List): Recipe {
  const count = list.expected.length;
  const ways = list.toServer ? requestWays(list, count) : responseWays(list, count);
  return { name: field, field, ways };
}

const EMPTY_CALL = `/${TestService.typeName}/${TestService.method.emptyCall.name}`;
const MANY_REQUESTS =
  /\/(ClientStream|BidiStream|ServerReflectionInfo|StreamingInputCall|FullDuplexCall)$/;
const MANY_RESPONSES =
  /\/(ServerStream|BidiStream|GetSubjectQuestionTypes|Watch|ServerReflectionInfo|StreamingOutputCall|FullDuplexCall)$/;

/** Where there is one request only, the method is changed to one that takes any number: then none is no error. */
function requestWays(list: List, count: number): Tampered[] {
  const more = is(String(count + 1));
  if (MANY_REQUESTS.test(methodOf(list))) {
    // Behind the last one there is no place where a client cancels: there it comes before the first.
    const places = count > 0 ? [count, 0] : [count];
    return places.map((at) => way([tamper.insert(TO_SERVER, at, new Uint8Array())], more));
  }
  const { bare, json } = speechOf(list.passed.record);
  const type = `application/connect+${json ? 'json' : 'proto'}`;
  const many = [
    tamper.request(':path', `/${Probe.typeName}/${Probe.method.bidiStream.name}`),
    ...(bare ? [tamper.request('content-type', type)] : []),
  ];
  return [way([...many, tamper.drop(TO_SERVER, count - 1)], is(String(count - 1)))];
}

/**
 * One response more where there may be any number, behind the last; else one fewer, with a status that allows for
 * none, or one more with OK, since most libraries hand out no message beside an error.
 */
function responseWays(list: List, count: number): Tampered[] {
  const [fewer, more] = [is(String(count - 1)), is(String(count + 1))];
  const scripted = isProbe(list.passed);
  // A server may send a message with an error too, of which its client hands out nothing.
  const there = count === 0 && list.payloads.length > 0;
  const insert = tamper.insert(TO_CLIENT, count, new Uint8Array());
  const ok = tamper.trailers('grpc-status', '0');
  const told = scripted ? toldWays(list, count) : [];
  // A client that waits for messages of a stream that does not end gets none on a path that is not there.
  const nowhere =
    count === 1 && !scripted ? [way([tamper.request(':path', NO_METHOD)], fewer)] : [];
  const ended = [...told, ...nowhere];
  // A client that cancels after its messages would wait for the one that is gone.
  const cancels = count > 0 && [list.passed.testCase.expect.code].flat().includes('CANCELLED');
  return [
    ...(MANY_RESPONSES.test(methodOf(list)) ? [way([insert], more)] : []),
    ...(cancels ? ended : []),
    ...(count > 0
      ? [way([tamper.drop(TO_CLIENT, count - 1), tamper.trailers('grpc-status', '10')], fewer)]
      : [way(there ? [ok] : [insert, ok], more)]),
    // Where nothing is served, what is there has no message's form.
    ...(count === 0 && !scripted ? [way([tamper.request(':path', EMPTY_CALL)], more)] : []),
    ...(cancels ? [] : ended),
  ];
}

/** A server that waits is told to send one, or one fewer and an error. */
function toldWays(list: List, count: number): Tampered[] {
  const requests = payloadsOf(list.passed.record, TO_SERVER);
  const plan = otherPlan(requests, count === 0 ? ONE_MESSAGE : afterMessages(count - 1));
  const told = way([plan], is(String(count === 0 ? 1 : count - 1)));
  return [{ ...told, ...endedFirst(list.passed.testCase) }];
}
