import { CODES } from '../../contract/code.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';

const SOURCE =
  'gRPC over HTTP/2, "Responses": a status ends the response, and nothing follows it; grpc/grpc doc/statuscodes.md: a status set by the server reaches the client as it is';

/** What careless code does once it has ended the call: it sends, and on a stream it reads too. */
function careless(kind: Kind) {
  return [...(kind.manyRequests ? [step.receive()] : []), step.sendBody(4, 1)];
}

function goesOn(kind: Kind): CaseInit {
  const [code, message] = ['PERMISSION_DENIED', 'ended here'] as const;
  return {
    id: `${kind.id}/go-on`,
    title: `A ${kind.id} handler that ends with ${code} and goes on changes nothing for the client`,
    source: SOURCE,
    issue: 'grpc/grpc#37518',
    tier: 'each-peer',
    needs: needsOf(kind, 'server.go-on'),
    plan: probePlan(kind, [requests(kind, 1)], {
      ending: {
        case: 'goOn',
        value: { status: { code: CODES[code], message }, steps: careless(kind) },
      },
    }),
    expect: {
      code,
      message,
      messages: [],
      observed: { seen: true },
    },
  };
}

/** Handlers whose code goes on after the status. */
export const GO_ON_CASES: readonly CaseInit[] = KINDS.map(goesOn);
