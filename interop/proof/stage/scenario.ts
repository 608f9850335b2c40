import type { ScenarioCase } from '../../contract/case.ts';
import type { Proven } from '../../contract/proof.ts';
import { alterationsOf } from './alter.ts';
import type { Recording } from './record.ts';
import { replay } from './replay.ts';

/** The longest that the proof of one scenario may take, in milliseconds. */
const LIMIT_MS = 60_000;

/** What is known of a scenario before it is proven, and what ends that. */
export interface Proving {
  /** Fields that are known to differ. */
  readonly known?: readonly string[];
  /** Ends it after the replay that is under way: what it returns then is worth nothing. */
  readonly signal?: AbortSignal;
}

/**
 * Plays a scenario that passed again and again on what its stage had answered, each time with one answer
 * otherwise. A field is proven when some answer makes the scenario tell of this field alone, or when it is known
 * to differ, and did.
 */
export async function proveScenario(
  testCase: ScenarioCase,
  recording: Recording,
  { known = [], signal }: Proving = {},
): Promise<Proven[]> {
  const same = await replay(testCase, recording);
  const before = unfaithful(same, recording, known);
  if (before !== undefined) return [{ case: testCase.id, field: 'the scenario', problem: before }];
  const open = new Set(same.fields.filter((field) => !known.includes(field)));
  const beside = new Map<string, string>();
  const proven = new Set(known);
  const limit = performance.now() + LIMIT_MS;
  const isOver = () => open.size === 0 || signal?.aborted === true || performance.now() > limit;
  for (const { make } of alterationsOf(recording)) {
    if (isOver()) break;
    const told = await replay(testCase, make(recording));
    const differing = told.differing.filter((field) => !known.includes(field));
    note(differing, beside);
    const [only] = differing;
    if (differing.length !== 1 || only === undefined) continue;
    open.delete(only);
    proven.add(only);
  }
  return [
    ...[...proven].map((field) => ({ case: testCase.id, field })),
    ...[...open].map((field) => ({
      case: testCase.id,
      field,
      problem: problemOf(beside.get(field)),
    })),
  ];
}

function unfaithful(
  { fields, differing, ended }: Awaited<ReturnType<typeof replay>>,
  recording: Recording,
  known: readonly string[],
): string | undefined {
  if (differing.some((field) => !known.includes(field)))
    return `played again it differs: ${differing.join(', ')}`;
  if (!ended) return 'played again it does not come to its end';
  if (fields.length !== recording.fields.length) {
    return `played again it judges ${fields.length} fields, and not ${recording.fields.length}`;
  }
  return fields.length === 0 ? 'it judges nothing' : undefined;
}

/** Keeps, for every field, the fewest that were ever told beside it. */
function note(differing: readonly string[], beside: Map<string, string>): void {
  for (const field of differing) {
    const others = differing.filter((one) => one !== field).join(', ');
    const known = beside.get(field);
    if (known === undefined || others.length < known.length) beside.set(field, others);
  }
}

function problemOf(beside: string | undefined): string {
  return beside === undefined
    ? 'no answer of the stage breaks it'
    : `no answer breaks it alone, only together with ${beside}`;
}
