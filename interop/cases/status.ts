import { CODE_NAMES, CODES, type CodeName } from '../contract/code.ts';
import { probe } from './bytes.ts';
import { type CaseInit, step, suite } from './define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from './kinds.ts';

const SOURCE =
  'gRPC over HTTP/2, "Status" and "Status-Message"; grpc/grpc doc/statuscodes.md: a status set by the server reaches the client as it is';

type When = 'before-messages' | 'after-messages';

/** A unary call has nothing that a status could come after. */
function whens(kind: Kind): readonly When[] {
  return kind.id === 'unary' ? ['before-messages'] : ['before-messages', 'after-messages'];
}

function slug(code: CodeName): string {
  return code.toLowerCase().replaceAll('_', '-');
}

function statusCase(kind: Kind, when: When, code: CodeName): CaseInit {
  const message = `${slug(code)} ${when}`;
  const after = when === 'after-messages';
  return {
    id: `${kind.id}/${when}/${slug(code)}`,
    title: `${code} with its message ends a ${kind.id} call ${when.replace('-', ' ')}`,
    source: SOURCE,
    needs: needsOf(kind),
    plan: probePlan(kind, [requests(kind, 2)], {
      steps: after ? exchange(kind) : [],
      ending: { case: 'status', value: { code: CODES[code], message } },
    }),
    expect: {
      code,
      message,
      messages: after && kind.manyResponses ? [probe.response(4, 1), probe.response(4, 1)] : [],
      observed: {
        seen: true,
        ...(after && kind.manyRequests ? { messages: [probe.request(3), probe.request(3)] } : {}),
      },
    },
  };
}

/** What is sent and received before the status: all requests, then two responses. */
function exchange(kind: Kind) {
  const reading = kind.manyRequests ? [step.drain()] : [];
  return kind.manyResponses ? [...reading, step.sendBody(4, 1, 2)] : reading;
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
export const status = suite('status', [
  ...KINDS.flatMap((kind) =>
    whens(kind).flatMap((when) => ERRORS.map((code) => statusCase(kind, when, code))),
  ),
  ...MESSAGES.map(messageCase),
]);
