import { type Caught, PROOF_SCHEMA, type ProofReport, type Proven } from '../contract/proof.ts';
import { visible } from './sanitize.ts';
import { durationText } from './wording.ts';

/** Unproven fields that are printed of each part; proof.json has all. */
const PRINTED = 40;

/** Whether all was proven, and that was something. */
export function isWhole(report: ProofReport): boolean {
  const parts = [report.untampered, report.recorded, report.tampered, report.saboteurs];
  const isProven = (part: readonly (Proven | Caught)[]) =>
    part.every(({ problem }) => problem === undefined);
  return !report.interrupted && report.recorded.length > 0 && parts.every(isProven);
}

/** The proof for people: what isn't proven, then the counts. */
export function renderProof(report: ProofReport): string {
  const { untampered, recorded, tampered, saboteurs } = report;
  return [
    ...unproven('Not through the untampered wire', untampered),
    ...unproven('Not proven in what was recorded', recorded),
    ...unproven('Not proven on the wire', tampered),
    ...told(
      'Proven on the wire by a second try; at first',
      tampered,
      ({ atFirst }) => atFirst,
      '!',
    ),
    ...apart('Left out of what was recorded', recorded),
    ...apart('Not on the wire', tampered),
    ...saboteurs.flatMap(saboteurLines),
    `${countOf(untampered)} cases pass through the untampered wire`,
    `${countOf(recorded)} fields proven in what was recorded`,
    `${countOf(tampered)} fields proven on the wire`,
    `${countOf(saboteurs)} saboteurs caught`,
    `${isWhole(report) ? 'proven' : 'not proven'}, in ${durationText(report.durationMs)}`,
  ].join('\n');
}

function countOf(all: readonly (Proven | Caught)[]): string {
  const asked = all.filter((one) => !('leftOut' in one && one.leftOut !== undefined));
  const proven = asked.filter(({ problem }) => problem === undefined);
  return `${proven.length} / ${asked.length}`;
}

const unproven = (title: string, all: readonly Proven[]) =>
  told(title, all, ({ problem }) => problem, '✗');

/** Those that have a text to tell, under a title. */
function told(
  title: string,
  all: readonly Proven[],
  textOf: (one: Proven) => string | undefined,
  mark: string,
): string[] {
  const short = all.filter((one) => textOf(one) !== undefined);
  if (short.length === 0) return [];
  const lines = short
    .slice(0, PRINTED)
    .map((one) => `  ${mark} ${whatOf(one)}: ${visible(textOf(one) ?? '')}`);
  const more = short.length - lines.length;
  return [title, ...lines, ...(more > 0 ? [`  … and ${more} more: proof.json`] : []), ''];
}

const whatOf = ({ case: id, protocol, field }: Proven) =>
  [id, ...(protocol === undefined ? [] : [protocol]), field].join(' · ');

/** What nothing can break here, by reason. */
function apart(title: string, all: readonly Proven[]): string[] {
  const reasons = new Map<string, number>();
  for (const { leftOut } of all) {
    if (leftOut !== undefined) reasons.set(leftOut, (reasons.get(leftOut) ?? 0) + 1);
  }
  if (reasons.size === 0) return [];
  return [title, ...[...reasons].map(([reason, count]) => `  ${count}  ${reason}`), ''];
}

function saboteurLines(one: Caught): string[] {
  const { problem, others } = one;
  const mark = problem === undefined ? '✓' : '✗';
  const by = `${one.case} · ${one.field}`;
  const end = problem === undefined ? `and ${others} other cases` : `not: ${visible(problem)}`;
  return [`  ${mark} ${one.saboteur} (${one.role}): caught by ${by}, ${end}`];
}

/** The proof for programs. */
export function proofJson(report: ProofReport): string {
  return JSON.stringify({ schema: PROOF_SCHEMA, whole: isWhole(report), ...report }, null, 1);
}
