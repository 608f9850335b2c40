import type { ExpectedObservation, PlanCase } from '../contract/case.ts';
import type { Observation } from '../contract/generated.ts';
import { factFields } from './facts.ts';
import type { Field } from './field.ts';
import { callsOf, connectionsOf } from './frames.ts';
import { messageFields } from './message-fields.ts';
import { metadataFields } from './outcome-fields.ts';
import { metadatumText } from './render.ts';
import { requestOf } from './script.ts';
import { timeLeftField } from './time-left.ts';

/** The field that says whether the call was seen. */
export const SEEN = 'observed.seen';

/** What every observed call must carry, whatever the case: proof that this client made it. */
export interface Identity {
  readonly callId: string;
  /** A part of the client library's user-agent. */
  readonly userAgent: string;
}

/** The fields of what the server must have seen. */
export function observationFields(testCase: PlanCase, identity: Identity): Field[] {
  const { observed } = testCase.expect;
  const facts = factFields('observation', observed.facts);
  if (observed.seen === 'either') return [...contentFields(observed).map(ifSeen), ...facts];
  const seen = seenField(observed.seen, testCase.rawServer !== undefined);
  if (!observed.seen) return [seen, ...facts];
  return [
    seen,
    ...identityFields(testCase, identity),
    ...(testCase.through === undefined ? [peerPortField()] : []),
    ...contentFields(observed),
    ...facts,
  ];
}

/** The same field, of a call that need not have been seen. */
function ifSeen(field: Field): Field {
  const { expected, read, holds = (seen) => read(seen) === expected } = field;
  return {
    ...field,
    read: (seen) => (seen.observation === undefined ? 'not seen' : read(seen)),
    holds: (seen) => seen.observation === undefined || holds(seen),
  };
}

function contentFields(observed: ExpectedObservation): Field[] {
  return [
    ...(observed.messages === undefined
      ? []
      : messageFields(
          'observed.messages',
          observed.messages,
          (seen) => seen.observation?.messages ?? [],
        )),
    ...metadataFields(
      'observed.metadata',
      observed.metadata,
      (seen) => seen.observation?.metadata ?? [],
    ),
    ...(observed.cancelled === undefined
      ? []
      : [read('observed.cancelled', String(observed.cancelled), (one) => String(one.cancelled))]),
    ...(observed.timeLeftMs === undefined ? [] : [timeLeftField(observed.timeLeftMs)]),
  ];
}

/** A library tells of a call; the raw server of whatever came, and there a call has to be in it. */
function seenField(seen: boolean, byRaw: boolean): Field {
  return {
    name: SEEN,
    expected: String(seen),
    read: ({ observation }) =>
      String(observation !== undefined && (!byRaw || callsOf(observation.frames) > 0)),
  };
}

/** A raw client's call is as its script has it, and names no library unless the script does. */
function identityFields({ plan }: PlanCase, { callId, userAgent }: Identity): Field[] {
  const made = plan.raw === undefined ? { method: plan.method, userAgent } : requestOf(plan.raw);
  return [
    read('observed.callId', JSON.stringify(callId), (one) =>
      metadatumText(one.metadata, 'crosswire-call-id'),
    ),
    read('observed.method', made.method ?? '', (one) => one.method),
    ...(made.userAgent === undefined ? [] : [userAgentField(made.userAgent)]),
  ];
}

function userAgentField(part: string): Field {
  return {
    name: 'observed.userAgent',
    expected: `contains ${JSON.stringify(part)}`,
    read: ({ observation }) => metadatumText(observation?.metadata ?? [], 'user-agent'),
    holds: ({ observation }) => agentOf(observation).includes(part),
  };
}

/**
 * The port that the server saw is the client's own, where both libraries tell: a proxy has ports of its
 * own, and of several connections to a raw server the observation has the first, the outcome the last.
 */
function peerPortField(): Field {
  return {
    name: 'observed.peerPort',
    expected: "the client's local port",
    read: ({ outcome, observation }) =>
      `${portOf(observation)} (the client's is ${outcome.localPort})`,
    holds: ({ outcome, observation }) =>
      outcome.localPort === 0 ||
      portOf(observation) === 0 ||
      connectionsOf(observation?.frames ?? []) > 1 ||
      portOf(observation) === outcome.localPort,
  };
}

function agentOf(observation: Observation | undefined): string {
  const found = observation?.metadata.find((one) => one.name.toLowerCase() === 'user-agent');
  return found === undefined ? '' : new TextDecoder().decode(found.value);
}

function portOf(observation: Observation | undefined): number {
  const port = /:(\d+)$/.exec(observation?.peerAddress ?? '')?.[1];
  return port === undefined ? 0 : Number(port);
}

function read(name: string, expected: string, of: (one: Observation) => string): Field {
  return {
    name,
    expected,
    read: ({ observation }) => (observation === undefined ? 'not seen' : of(observation)),
  };
}
