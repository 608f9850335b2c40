import type { ExpectedObservation } from '../contract/case.ts';
import type { Shows } from './program.ts';

const METADATA = 'observed.metadata.';

/**
 * What the server prints of its call: what differs of what was observed, and where nothing is known to differ,
 * what the case is about there. Messages are not: the response has come of them.
 */
export function showsOf(observed: ExpectedObservation, differing: readonly string[]): Shows {
  const fields = differing.length > 0 ? differing : told(observed);
  const named = fields.filter((field) => field.startsWith(METADATA));
  return {
    entered: fields.includes('observed.seen'),
    metadata: [
      ...named.map((field) => field.slice(METADATA.length)),
      ...(fields.includes('observed.userAgent') ? ['user-agent'] : []),
    ],
    timeLeft: fields.includes('observed.timeLeft'),
    messages: fields.some((field) => field.startsWith('observed.messages')),
    cancelled: fields.includes('observed.cancelled'),
  };
}

/** The fields that a case is about, as a judge names them. */
function told({ seen, metadata = [], timeLeftMs, cancelled }: ExpectedObservation): string[] {
  return [
    ...(seen === false ? ['observed.seen'] : []),
    ...new Set(metadata.map(({ name }) => `${METADATA}${name}`)),
    ...(timeLeftMs === undefined ? [] : ['observed.timeLeft']),
    ...(cancelled ? ['observed.cancelled'] : []),
  ];
}
