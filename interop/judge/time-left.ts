import type { ExpectedObservation, ExpectedTimeLeft } from '../contract/case.ts';
import type { Observation } from '../contract/generated.ts';
import type { Field } from './field.ts';

type Expected = NonNullable<ExpectedObservation['timeLeftMs']>;

/** The field of the time that a handler had left when it was entered. */
export function timeLeftField(expected: Expected): Field {
  const accepted: readonly ExpectedTimeLeft[] = [expected].flat();
  const text = Array.isArray(expected) ? about : exactly;
  const read = (left: number | undefined) => (left === undefined ? 'none' : text(left));
  return {
    name: 'observed.timeLeft',
    expected: accepted.map(boundsText).join(' or '),
    read: ({ observation }) => read(timeLeftMs(observation)),
    holds: ({ observation }) => accepted.some((one) => isIn(one, timeLeftMs(observation))),
  };
}

function boundsText(one: ExpectedTimeLeft): string {
  return one === 'none' ? 'none' : `between ${one.min} and ${one.max} ms`;
}

function isIn(one: ExpectedTimeLeft, left: number | undefined): boolean {
  if (one === 'none' || left === undefined) return one === 'none' && left === undefined;
  return left >= one.min && left <= one.max;
}

function exactly(ms: number): string {
  return `${ms} ms`;
}

const UNITS = [
  { name: 'days', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
] as const;

/** A time that was over, or its size. Where times of several sizes are taken, only the size counts: so it can be known, and be the same each time. */
function about(ms: number): string {
  if (ms < 0) return 'over';
  const unit = UNITS.find((one) => ms >= one.ms) ?? { name: 's', ms: 1000 };
  return `about ${Math.round(ms / unit.ms)} ${unit.name}`;
}

function timeLeftMs(observation: Observation | undefined): number | undefined {
  const left = observation?.timeLeft;
  return left === undefined ? undefined : Number(left.seconds) * 1000 + left.nanos / 1e6;
}
