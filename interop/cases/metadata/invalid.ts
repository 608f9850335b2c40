import { durationFromMs } from '@bufbuild/protobuf/wkt';
import type { Expectation } from '../../contract/case.ts';
import type { CodeName } from '../../contract/code.ts';
import type { Stage } from '../../contract/stage.ts';
import { probe } from '../bytes.ts';
import { type CaseInit, type ScenarioInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';

const SOURCE =
  'gRPC over HTTP/2, "Custom-Metadata": an ASCII-Value is of %x20-%x7E, a Header-Name of 0-9 a-z _ - .; RFC 9113, 8.2.1. What a library makes of others is not said: it may leave them out, mend them, or refuse the call, but the call must end, and be OK or an error that says so';
const [UNARY] = KINDS as readonly [Kind];

/** Long enough for a call on a loaded machine; what a library never ends shall not be waited for longer. */
const TIMEOUT_MS = 10_000;

interface Invalid {
  readonly id: string;
  readonly title: string;
  readonly name?: string;
  readonly value?: Uint8Array | string;
  readonly issue?: string;
  /** What no client sends. */
  readonly unsent?: true;
}

const INVALID: readonly Invalid[] = [
  { id: 'beyond-ascii', title: 'é', value: 'caf\u00e9', issue: 'grpc/grpc-java#11679' },
  { id: 'latin-1', title: 'the byte 0xE9', value: Uint8Array.of(0x63, 0xe9) },
  { id: 'tab', title: 'a tab', value: 'a\tb', issue: 'grpc/grpc-java#11679' },
  { id: 'newline', title: 'a newline', value: 'a\nx-smuggled: b', unsent: true },
  { id: 'carriage-return', title: 'a carriage return', value: 'a\rb', unsent: true },
  { id: 'nul', title: 'NUL', value: 'a\0b', unsent: true },
  { id: 'delete', title: 'DEL', value: 'a\u007fb', unsent: true },
  { id: 'outer-spaces', title: 'spaces around it', value: ' a ' },
  { id: 'name-with-a-space', title: 'a space in its name', name: 'x invalid', unsent: true },
  { id: 'name-with-a-colon', title: 'a colon in its name', name: 'x:invalid', unsent: true },
  { id: 'name-beyond-ascii', title: 'é in its name', name: 'x-\u00e9', unsent: true },
  { id: 'upper-case', title: 'capitals in its name', name: 'X-Invalid' },
  { id: 'empty-name', title: 'no name', name: '', unsent: true },
];

const metadatum = ({ name = 'x-invalid', value = 'valid' }: Invalid) => ({
  name,
  value: Uint8Array.from(Buffer.from(value)),
});

const shared = { tier: 'each-peer', source: SOURCE } as const;

const UNSENT: Expectation = {
  code: ['INTERNAL', 'UNKNOWN'],
  messages: [],
  observed: { seen: false },
};
const MENDED: Expectation = {
  code: ['OK', 'INTERNAL', 'UNKNOWN'],
  messages: [probe.response(4, 1)],
  observed: { seen: 'either', messages: [probe.request(3)] },
};

function inRequest(one: Invalid): CaseInit {
  return {
    ...shared,
    id: `invalid/request/${one.id}`,
    title: `A request's metadatum with ${one.title} is mended, left out or refused, and harms no more`,
    ...(one.issue === undefined ? {} : { issue: one.issue }),
    needs: needsOf(UNARY),
    plan: {
      ...probePlan(UNARY, [requests(UNARY, 1)], { steps: [step.sendBody(4, 1)] }),
      metadata: [metadatum(one)],
      timeout: durationFromMs(TIMEOUT_MS),
      channel: { fresh: true },
    },
    expect: one.unsent === true ? UNSENT : MENDED,
  };
}

/** How a call may end whose trailer can't be sent. */
const ENDED: readonly CodeName[] = ['OK', 'INTERNAL', 'UNKNOWN'];

function inTrailers(one: Invalid): CaseInit {
  return {
    ...shared,
    id: `invalid/trailers/${one.id}`,
    title: `A trailer with ${one.title} is mended, left out or refused, and the call ends`,
    ...(one.issue === undefined ? {} : { issue: one.issue }),
    needs: needsOf(UNARY),
    plan: {
      ...probePlan(UNARY, [requests(UNARY, 1)], {
        steps: [step.sendBody(4, 1)],
        ending: { case: 'status', value: { trailers: [metadatum(one)] } },
      }),
      timeout: durationFromMs(TIMEOUT_MS),
      channel: { fresh: true },
    },
    expect: {
      code: ENDED,
      messages: [probe.response(4, 1)],
      observed: { seen: true },
    },
  };
}

/** After a trailer that can't be sent the server has to be there still: it has a process of its own. */
async function servesOn(stage: Stage, one: Invalid): Promise<void> {
  const { address } = await stage.server({ apart: true });
  const client = stage.client({ target: address, timeoutMs: TIMEOUT_MS });
  const plan = (trailers: readonly ReturnType<typeof metadatum>[]) =>
    probePlan(UNARY, [requests(UNARY, 1)], {
      steps: [step.sendBody(4, 1)],
      ending: { case: 'status', value: { trailers: [...trailers] } },
    });
  const { code } = await client.call(plan([metadatum(one)]));
  stage.check('the call with it', 'ended', ENDED.some((one) => one === code) ? 'ended' : code);
  stage.check('the next call', 'OK', (await client.call(plan([]))).code);
}

function nextCall(one: Invalid): ScenarioInit {
  return {
    ...shared,
    id: `invalid/next-call/${one.id}`,
    title: `After a trailer with ${one.title} the server answers the next call`,
    source: `${SOURCE}; what one handler sets is no other call's concern`,
    needs: needsOf(UNARY),
    services: [],
    scenario: (stage) => servesOn(stage, one),
  };
}

/** A name that ends a server's process, with all calls on it, is tried on a process of its own alone. */
const isColon = ({ id }: Invalid) => id === 'name-with-a-colon';

/** Metadata that there mustn't be. */
export const INVALID_CASES: readonly (CaseInit | ScenarioInit)[] = [
  ...INVALID.map(inRequest),
  ...INVALID.filter((one) => !isColon(one)).map(inTrailers),
  ...INVALID.filter((one) => isColon(one) || one.id === 'newline').map(nextCall),
];
