import { type Case, isScenario } from '../../contract/case.ts';
import type { OfficialCase } from '../../contract/external.ts';
import { pathOf } from '../define.ts';
import { official } from './official.ts';
import { described, method } from './parts.ts';

/** What a client can do: the rest is asked of servers alone. */
const calls = official.cases.filter(({ tier }) => tier !== 'raw-client');

/** The suite's cases by their own names, as clients of somebody else's do them, all parts at once. */
export const OFFICIAL_CASES: readonly OfficialCase[] = [
  ...Map.groupBy(calls, ({ id }) => id.split('/')[1] ?? ''),
].map(([hyphened, parts]) => {
  const name = hyphened.replaceAll('-', '_');
  return { name, testCase: asOne(hyphened, name, parts), methods: methodsOf(parts) };
});

/** One case for all parts: what it plans is the client's own business. */
function asOne(hyphened: string, name: string, parts: readonly Case[]): Case {
  const [first] = parts;
  if (first === undefined) throw new Error(`${name} has no parts`);
  return {
    ...first,
    id: `${official.id}/${hyphened}`,
    title: `What a client of somebody else's makes of ${name}`,
    source: described(name),
    needs: [...new Set(parts.flatMap(({ needs }) => needs))],
  };
}

/** The paths of the calls that reach a handler; the suite's scenarios are its soaks, of UnaryCall. */
function methodsOf(parts: readonly Case[]): string[] {
  const paths = parts.flatMap((part) => {
    if (isScenario(part)) return [pathOf(method.unaryCall)];
    return part.expect.observed.seen === true ? [part.plan.method ?? ''] : [];
  });
  return [...new Set(paths)];
}
