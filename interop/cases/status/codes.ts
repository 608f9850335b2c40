import type { Expectation } from '../../contract/case.ts';
import { CODE_NAMES, CODES, type CodeName } from '../../contract/code.ts';
import { probe, repeat } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';

const SOURCE =
  'gRPC over HTTP/2, "Status" and "Status-Message"; grpc/grpc doc/statuscodes.md: a status set by the server reaches the client as it is';

type When = 'before-messages' | 'after-messages';

/** A unary call has nothing that a status could come after. */
function whens(kind: Kind): readonly When[] {
  return kind.id === 'unary' ? ['before-messages'] : ['before-messages', 'after-messages'];
}

/** A transport does not know codes: over all of them go the codes of a unary call, and one of every other kind. */
function isOnEveryTransport(kind: Kind, code: CodeName): boolean {
  return kind.id === 'unary' || code === 'NOT_FOUND';
}

function slug(code: CodeName): string {
  return code.toLowerCase().replaceAll('_', '-');
}

function statusCase(kind: Kind, when: When, code: CodeName): CaseInit {
  const message = `${slug(code)} ${when}`;
  const status = { code: CODES[code], message };
  const after = when === 'after-messages';
  return {
    id: `${kind.id}/${when}/${slug(code)}`,
    title: `${code} with its message ends a ${kind.id} call ${when.replace('-', ' ')}`,
    source: SOURCE,
    tier: isOnEveryTransport(kind, code) ? 'every' : 'pairs',
    needs: needsOf(kind),
    plan: probePlan(kind, after ? exchange(kind) : [requests(kind, 1)], {
      steps: after ? serverExchange(kind) : [],
      ending: { case: 'status', value: status },
    }),
    expect: { code, message, ...(after ? exchanged(kind) : UNREAD) },
  };
}

const UNREAD = { messages: [], observed: { seen: true } } as const;

/**
 * The client's part before the status. A bidirectional client half-closes once it has its two
 * responses; with a server stream nothing can tell the server that they have arrived, so there
 * the messages are not judged: some libraries drop what an error overtakes (docs/findings.md).
 */
function exchange(kind: Kind) {
  const receiving = kind.id === 'bidi-stream' ? [step.receive(2), step.halfClose()] : [];
  return [requests(kind, 2), ...receiving];
}

function serverExchange(kind: Kind) {
  if (kind.id === 'bidi-stream') return [step.receive(2), step.sendBody(4, 1, 2), step.drain()];
  return kind.manyRequests ? [step.drain()] : [step.sendBody(4, 1, 2)];
}

function exchanged(kind: Kind): Pick<Expectation, 'messages' | 'observed'> {
  const sent = repeat(kind.manyRequests ? 2 : 1, probe.request(3));
  const observed = { seen: true, messages: sent } as const;
  if (kind.id === 'server-stream') return { observed };
  return { messages: kind.manyResponses ? repeat(2, probe.response(4, 1)) : [], observed };
}

const ERRORS = CODE_NAMES.filter((code) => code !== 'OK');

/** Messages that must arrive to the letter, in what the two specifications say of white space. */
const MESSAGES: readonly { readonly id: string; readonly message: string }[] = [
  { id: 'non-ascii', message: 'größer als 100 % – 太大 😈' },
  { id: 'control-characters', message: 'line 1\r\nline 2\ttab\u0001' },
  { id: 'empty', message: '' },
  { id: 'inner-spaces', message: 'two  spaces   and more' },
  { id: 'leading-space', message: ' space before' },
  { id: 'trailing-space', message: 'space after ' },
];

function messageCase({ id, message }: (typeof MESSAGES)[number]): CaseInit {
  const [unary] = KINDS as readonly [Kind];
  return {
    id: `message/${id}`,
    title: `A status message arrives as it was set: ${id.replace('-', ' ')}`,
    source: `${SOURCE}, percent-encoded; RFC 9113, 8.2.1: a field value must not start or end with white space`,
    issue: 'grpc/grpc-web#425',
    needs: needsOf(unary),
    plan: probePlan(unary, [requests(unary, 1)], {
      ending: { case: 'status', value: { code: CODES.FAILED_PRECONDITION, message } },
    }),
    expect: { code: 'FAILED_PRECONDITION', message, messages: [], observed: { seen: true } },
  };
}

/** Every code from 1 to 16 with its message, in each kind, before and after messages. */
export const CODE_CASES: readonly CaseInit[] = [
  ...KINDS.flatMap((kind) =>
    whens(kind).flatMap((when) => ERRORS.map((code) => statusCase(kind, when, code))),
  ),
  ...MESSAGES.map(messageCase),
];
