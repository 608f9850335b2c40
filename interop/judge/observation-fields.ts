import type { ExpectedObservation, PlanCase } from '../contract/case.ts';
import type { Observation } from '../contract/generated.ts';
import type { Field, Seen } from './field.ts';
import { messageFields } from './message-fields.ts';
import { metadataFields } from './outcome-fields.ts';
import { metadatumText } from './render.ts';

/** What every observed call must carry, whatever the case: proof that this client made it. */
export interface Identity {
  readonly callId: string;
  /** A part of the client library's user-agent. */
  readonly userAgent: string;
}

/** The fields of what the server must have seen. */
export function observationFields(
  { plan, expect, through }: PlanCase,
  identity: Identity,
): Field[] {
  const { observed } = expect;
  if (observed.seen === false) return [seenField(false)];
  if (observed.seen === 'either') return [];
  return [
    seenField(true),
    ...identityFields(plan.method ?? '', identity),
    ...(through === undefined ? [peerPortField()] : []),
    ...contentFields(observed),
  ];
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

function seenField(seen: boolean): Field {
  return {
    name: 'observed.seen',
    expected: String(seen),
    read: ({ observation }) => String(observation !== undefined),
  };
}

function identityFields(method: string, identity: Identity): Field[] {
  return [
    read('observed.callId', JSON.stringify(identity.callId), (one) =>
      metadatumText(one.metadata, 'crosswire-call-id'),
    ),
    read('observed.method', method, (one) => one.method),
    {
      name: 'observed.userAgent',
      expected: `contains ${JSON.stringify(identity.userAgent)}`,
      read: ({ observation }) => metadatumText(observation?.metadata ?? [], 'user-agent'),
      holds: ({ observation }) => agentOf(observation).includes(identity.userAgent),
    },
  ];
}

/** The port that the server saw is the client's own, where both libraries tell: a proxy has ports of its own. */
function peerPortField(): Field {
  return {
    name: 'observed.peerPort',
    expected: "the client's local port",
    read: ({ outcome, observation }) =>
      `${portOf(observation)} (the client's is ${outcome.localPort})`,
    holds: ({ outcome, observation }) =>
      outcome.localPort === 0 ||
      portOf(observation) === 0 ||
      portOf(observation) === outcome.localPort,
  };
}

function timeLeftField(bounds: { readonly min: number; readonly max: number } | 'none'): Field {
  const left = ({ observation }: Seen) => timeLeftMs(observation);
  const text = (seen: Seen) => (left(seen) === undefined ? 'none' : `${left(seen)} ms`);
  if (bounds === 'none') return { name: 'observed.timeLeft', expected: 'none', read: text };
  return {
    name: 'observed.timeLeft',
    expected: `between ${bounds.min} and ${bounds.max} ms`,
    read: text,
    holds: (seen) => {
      const ms = left(seen);
      return ms !== undefined && ms >= bounds.min && ms <= bounds.max;
    },
  };
}

function timeLeftMs(observation: Observation | undefined): number | undefined {
  const left = observation?.timeLeft;
  return left === undefined ? undefined : Number(left.seconds) * 1000 + left.nanos / 1e6;
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
