import { lackOf } from '../../matrix/capabilities.ts';
import type { Side } from '../culprit.ts';
import type { Task } from '../ledger.ts';
import type { Found } from './found.ts';

/** What of a case is about compression, which official programs of few languages do. */
const COMPRESSION = /compress/;

/**
 * Why a cell can't do a case, or undefined: our own peers are asked what they declare, of the others it is
 * known from the flags.
 */
export function lackIn(
  { testCase }: Task,
  { client, server }: Found,
  sides: readonly Side[],
): string | undefined {
  for (const [{ role }, { info }] of sides) {
    const needs = testCase.needs.filter((one) => one.startsWith(`${role}.`));
    const lack = lackOf({ ...testCase, needs }, info, info);
    if (lack !== undefined) return `${lack.peer} lacks ${lack.capability}: ${lack.reason}`;
  }
  if (!testCase.needs.some((one) => COMPRESSION.test(one))) return undefined;
  const without = [client, server].find((one) => one?.compression === false);
  if (without === undefined) return undefined;
  return `${without.name} is not said to do compression: ${without.flag[0]} takes the word`;
}
