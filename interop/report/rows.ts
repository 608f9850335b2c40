/** What a side reported of a call, field by field. */
import { codeName } from '../contract/code.ts';
import type { Frame, Observation, Outcome } from '../contract/generated.ts';
import type { Difference } from '../contract/result.ts';
import { frameText } from './frames.ts';
import { cut } from './sanitize.ts';
import { eventsText, listed, message, metadatum, statusDetail } from './values.ts';

/** A Row is one field: its name and its value, a line for each part. Without a value it is left out. */
export interface Row {
  readonly name: string;
  readonly lines: readonly string[];
}

function row(name: string, ...lines: readonly (string | undefined)[]): Row {
  return { name, lines: lines.filter((text) => text !== undefined && text !== '') as string[] };
}

function filled(rows: readonly Row[]): Row[] {
  return rows.filter(({ lines }) => lines.length > 0);
}

function counted(items: readonly unknown[]): string {
  return items.length === 0 ? 'none' : `${items.length}:`;
}

/** How many frames are shown: those of most cases, all of them. */
const FRAMES = 24;

function framesRow(frames: readonly Frame[]): Row {
  return row('frames', counted(frames), ...listed(frames, frameText, FRAMES));
}

export function outcomeRows(outcome: Outcome): Row[] {
  if (outcome.frames.length > 0) return [framesRow(outcome.frames)];
  const error = outcome.nativeError;
  return filled([
    row('code', `${codeName(outcome.code)} (${outcome.code})`),
    row('message', JSON.stringify(cut(outcome.message))),
    row('details', ...listed(outcome.details, statusDetail)),
    row('error', error && `${error.class}: ${error.text}`),
    row('headers', ...listed(outcome.headers, metadatum)),
    row('messages', counted(outcome.messages), ...listed(outcome.messages, message)),
    row('trailers', ...listed(outcome.trailers, metadatum)),
    row('events', eventsText(outcome.events)),
  ]);
}

function timeLeft(observation: Observation): string {
  const left = observation.timeLeft;
  if (!left) return 'none: no deadline';
  return `${(Number(left.seconds) * 1000 + left.nanos / 1e6).toFixed(1)} ms`;
}

export function observationRows(observation: Observation): Row[] {
  if (observation.frames.length > 0) return rawRows(observation);
  const fault = observation.harnessError;
  return filled([
    row('method', observation.method),
    row('peerAddress', observation.peerAddress),
    row('metadata', ...listed(observation.metadata, metadatum)),
    row('timeLeft', timeLeft(observation)),
    row('messages', counted(observation.messages), ...listed(observation.messages, message)),
    row('events', eventsText(observation.events)),
    row('cancelled', String(observation.cancelled)),
    row('settled', String(observation.settled)),
    row('harnessError', fault && `${fault.kind}: ${fault.text}`),
  ]);
}

/** What the raw server tells: the first call as far as there is one, and all that came. */
function rawRows({ method, peerAddress, metadata, frames }: Observation): Row[] {
  return filled([
    row('method', method),
    row('peerAddress', peerAddress),
    row('metadata', ...listed(metadata, metadatum)),
    framesRow(frames),
  ]);
}

const OBSERVED = 'observed.';

/** The row that shows what a difference is about, where it isn't called so. */
const ROW_OF: Readonly<Record<string, string>> = {
  durationMs: 'events',
  callId: 'metadata',
  userAgent: 'metadata',
  peerPort: 'peerAddress',
  facts: 'frames',
  seen: 'frames',
};

/** A Side is one of the two reports on a call. */
export type Side = 'outcome' | 'observation';

/** Whether a difference is about this row: `observed.messages[0]` about the observation's `messages`. */
export function isAbout(difference: Difference, side: Side, name: string): boolean {
  const observed = difference.field.startsWith(OBSERVED);
  if (observed !== (side === 'observation')) return false;
  const path = observed ? difference.field.slice(OBSERVED.length) : difference.field;
  const [root = ''] = path.split(/[.[]/, 1);
  return (ROW_OF[root] ?? root) === name;
}
