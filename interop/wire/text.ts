import { toJsonString } from '@bufbuild/protobuf';
import { Direction, type Frame, ObservationSchema, OutcomeSchema } from '../contract/generated.ts';
import type { Try } from '../contract/result.ts';
import { cellName } from '../contract/vocabulary.ts';
import type { Recorded } from '../contract/wire.ts';
import { sides } from '../report/difference.ts';
import { field, grouped } from '../report/sanitize.ts';
import { frameLines, whatText } from './frame-lines.ts';
import type { GrpcMessage } from './messages.ts';

/** How many frames are shown, of the beginning and of the end; the other files have all. */
const MOST = 2_500;
/** How much of an outcome or an observation is shown, in characters. */
const REPORT_LIMIT = 4_096;

/** The transcript for people: what came of it, and a line a frame. */
export function transcriptText(
  recorded: Recorded,
  messages: ReadonlyMap<Frame, readonly GrpcMessage[]>,
): string {
  const { frames, framesLeftOut } = recorded.record;
  const lines = (some: readonly Frame[]) =>
    some.flatMap((frame) => [
      lineOf(frame),
      ...frameLines(frame, messages.get(frame) ?? []).map((line) => `${' '.repeat(16)}${line}`),
    ]);
  const end = Math.max(MOST, frames.length - MOST);
  const left = end - MOST;
  return [
    ...heading(recorded),
    '',
    ...lines(frames.slice(0, MOST)),
    ...(left > 0 ? [`… ${grouped(left)} frames, in the other files …`] : []),
    ...lines(frames.slice(end)),
    ...(framesLeftOut > 0 ? [`… and ${grouped(framesLeftOut)} more that were only counted`] : []),
    '',
  ].join('\n');
}

function heading({ result, before, record }: Recorded): string[] {
  const { frames, applied, openedAt } = record;
  const connections = new Set(frames.map((frame) => frame.connection)).size;
  return [
    `${result.case} · ${cellName(result.cell)}`,
    `recorded at ${openedAt.toISOString()} · connections ${connections} · frames ${grouped(frames.length)}`,
    ...(applied.length > 0 ? [`changes made on the way: ${applied.join(', ')} times`] : []),
    ...(before === undefined ? [] : ['', 'before, not recorded:', ...tryLines(before)]),
    '',
    'recorded:',
    ...tryLines(result),
    '',
    'milliseconds · connection · → to the server, ← to the client · frame · stream · flags · length',
  ];
}

function tryLines({ verdict, differences, evidence }: Try): string[] {
  const { outcome, observation, problem } = evidence ?? {};
  const json = (name: string, text: string) => `  ${name} ${field(text, REPORT_LIMIT)}`;
  return [
    `  ${verdict}`,
    ...differences.map((one) => {
      const { expected, actual } = sides(one);
      return `  ✗ ${field(one.field)}: expected ${expected}; actual ${actual}`;
    }),
    ...(problem === undefined ? [] : [json('problem', problem)]),
    ...(outcome ? [json('outcome', toJsonString(OutcomeSchema, outcome))] : []),
    ...(observation ? [json('observation', toJsonString(ObservationSchema, observation))] : []),
  ];
}

function lineOf(frame: Frame): string {
  const ms = (Number(frame.ns) / 1e6).toFixed(3).padStart(10);
  const arrow = frame.direction === Direction.TO_CLIENT ? '←' : '→';
  return `${ms} ${String(frame.connection).padStart(3)} ${arrow} ${whatText(frame)}`;
}
