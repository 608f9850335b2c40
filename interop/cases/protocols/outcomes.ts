import type { Expectation } from '../../contract/case.ts';
import { CODE_NAMES, CODES, type CodeName } from '../../contract/code.ts';
import { TestService, Throw_Kind, UnimplementedService } from '../../contract/generated.ts';
import { probe, repeat } from '../bytes.ts';
import { type CaseInit, pathOf, step } from '../define.ts';
import { type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { CONNECT, GRPC_WEB, ON_ANY_HTTP } from './kinds.ts';

const SOURCE = `${CONNECT}, "Error Codes" and "Error and EndStreamResponse"; ${GRPC_WEB}, "Message framing"`;

/** Three messages wherever there may be several. */
function ok(kind: Kind): CaseInit {
  return {
    id: `messages/${kind.id}`,
    title: `A ${kind.id} call brings all messages over, in order`,
    source: `${CONNECT}, "Streaming RPCs"; ${GRPC_WEB}, "Message framing"`,
    tier: 'protocol',
    needs: needsOf(kind),
    plan: probePlan(kind, [requests(kind, 3)], {
      steps: [
        ...(kind.manyRequests ? [step.drain()] : []),
        step.sendBody(4, 1, kind.manyResponses ? 3 : 1),
      ],
    }),
    expect: {
      code: 'OK',
      messages: repeat(kind.manyResponses ? 3 : 1, probe.response(4, 1)),
      observed: {
        seen: true,
        cancelled: false,
        messages: repeat(kind.manyRequests ? 3 : 1, probe.request(3)),
      },
    },
  };
}

function nothing(kind: Kind): CaseInit {
  return {
    id: `messages/${kind.id}-none`,
    title: `A ${kind.id} call without ${kind.manyRequests ? 'requests' : 'responses'} is OK`,
    source: `${CONNECT}: streaming requests contain zero or more messages`,
    tier: 'protocol',
    needs: needsOf(kind),
    plan: kind.manyRequests
      ? { method: kind.method, steps: [step.halfClose()] }
      : probePlan(kind, [requests(kind, 1)], {}),
    expect: {
      code: 'OK',
      messages: kind.manyRequests ? [probe.response(0)] : [],
      observed: { seen: true },
    },
  };
}

/** "Clients must not attempt to decompress zero-length HTTP response content": a message may be nothing at all. */
function empty(kind: Kind): CaseInit {
  return {
    id: `messages/${kind.id}-empty`,
    title: `An empty message goes there and back in a ${kind.id} call`,
    source: `${CONNECT}, "Bare-Message" and "Enveloped-Message"; RFC 9113, 8.1: a request may end with its header block`,
    tier: 'protocol',
    needs: needsOf(kind),
    plan: { method: kind.method, steps: [step.sendBody(0)] },
    expect: {
      code: 'OK',
      messages: [probe.response(0)],
      observed: { seen: true, messages: [probe.request(0)] },
    },
  };
}

function ended(id: string, title: string, kind: Kind, code: CodeName, message: string): CaseInit {
  const expected: Expectation = { code, message, messages: [], observed: { seen: true } };
  return {
    id,
    title,
    source: SOURCE,
    tier: 'protocol',
    needs: needsOf(kind),
    plan: probePlan(kind, [requests(kind, 1)], {
      ending: { case: 'status', value: { code: CODES[code], message } },
    }),
    expect: expected,
  };
}

/** In a unary call of Connect it is the HTTP status too, from which a client may not guess another code. */
function code(kind: Kind, name: CodeName): CaseInit {
  const slug = name.toLowerCase().replaceAll('_', '-');
  const title = `${name} ends a ${kind.id} call as it is, with its message`;
  return ended(`code/${kind.id}/${slug}`, title, kind, name, `as ${slug} as can be`);
}

const MESSAGES: readonly (readonly [id: string, message: string])[] = [
  ['beyond-ascii', 'nö: 没有 😈'],
  ['percent', '100 % of %41 and %'],
  ['quotes-and-lines', '"a" \\ b\nc\td'],
  ['edges', ' a space before and after '],
  ['long', `${'long '.repeat(800)}message`],
];

function message(kind: Kind): CaseInit[] {
  return MESSAGES.map(([id, text]) => {
    const title = `The message of a ${kind.id} call's error arrives as it was: ${id}`;
    return ended(`message/${kind.id}/${id}`, title, kind, 'ABORTED', text);
  });
}

function afterMessages(kind: Kind): CaseInit {
  return {
    id: `code/${kind.id}/after-messages`,
    title: `An error after the messages of a ${kind.id} call ends it, and takes none of them back`,
    source: `${SOURCE}: "Trailers must be the last message of the response"`,
    tier: 'protocol',
    needs: needsOf(kind),
    plan: probePlan(kind, [requests(kind, 1)], {
      steps: [step.sendBody(4, 1, 3)],
      ending: { case: 'status', value: { code: CODES.DATA_LOSS, message: 'the rest is gone' } },
    }),
    expect: {
      code: 'DATA_LOSS',
      message: 'the rest is gone',
      messages: repeat(3, probe.response(4, 1)),
      observed: { seen: true },
    },
  };
}

const SECRET = 'the password is hunter2';

function thrown(kind: Kind): CaseInit {
  return {
    id: `exception/${kind.id}`,
    title: `An error of the language's own ends a ${kind.id} call with UNKNOWN, and its text stays in the server`,
    source:
      'grpc/grpc doc/statuscodes.md: "Server side application throws an exception" is UNKNOWN; CWE-209, error message containing sensitive information',
    tier: 'protocol',
    needs: needsOf(kind, 'server.native-error'),
    plan: {
      ...probePlan(kind, [requests(kind, 1)], {
        ending: { case: 'throw', value: { kind: Throw_Kind.ERROR, text: SECRET } },
      }),
      // Over HTTP/1.1 connectrpc has the connection closed after that, under the next call.
      channel: { fresh: true },
    },
    expect: { code: 'UNKNOWN', keepsBack: SECRET, messages: [], observed: { seen: true } },
  };
}

function missing(id: string, title: string, method: string): CaseInit {
  return {
    id: `unimplemented/${id}`,
    title,
    source: `${CONNECT}, "HTTP to Error Code": 404 is unimplemented; grpc/grpc doc/statuscodes.md, UNIMPLEMENTED`,
    tier: 'protocol',
    plan: { method, steps: [step.send(TestService.method.unimplementedCall.input, {})] },
    // The handler that a library puts in a missing method's place may be seen, or not.
    expect: { code: 'UNIMPLEMENTED', messages: [], observed: { seen: 'either' } },
  };
}

const ERRORS = CODE_NAMES.filter((name) => name !== 'OK');

/** How calls of each kind go, where they go well and where not. */
export const outcomes: readonly CaseInit[] = [
  ...ON_ANY_HTTP.flatMap((kind) => [
    ok(kind),
    empty(kind),
    ...(kind.id === 'unary' ? [] : [nothing(kind)]),
    ...ERRORS.map((name) => code(kind, name)),
    ...message(kind),
    thrown(kind),
    ...(kind.manyResponses ? [afterMessages(kind)] : []),
  ]),
  missing(
    'method',
    'A method that a service leaves out is UNIMPLEMENTED',
    pathOf(TestService.method.unimplementedCall),
  ),
  missing(
    'service',
    'A service that nobody serves is UNIMPLEMENTED',
    pathOf(UnimplementedService.method.unimplementedCall),
  ),
];
