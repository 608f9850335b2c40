import type { Stage, StageClient, StageServer } from '../../contract/stage.ts';
import { chiSquare, counts, goesRound, orderText, repeats, spreadText } from './spread.ts';

/** What a policy's case does once the client has found all three servers. */
export type Trial = (
  stage: Stage,
  client: StageClient,
  servers: readonly StageServer[],
  tier: 'each-peer' | 'mixed',
) => Promise<void>;

const ROUNDS = 4;
/** Enough in each cell to tell chance from a round; once a client enough to see that one of three gets half. */
const RANDOM_CALLS = { 'each-peer': 120, mixed: 480 } as const;
/** Calls that begin together: chance needs no order, and these go in one request. */
const AT_ONCE = 20;
/** Chi-square with 2 degrees of freedom exceeds it once in 2 million fair trials: exp(-x/2). */
const CHI_LIMIT = 29;

/**
 * Bounds of how often a server comes right after itself in n picks by chance: binomial, n - 1 times with p =
 * 1/3, and six deviations either way. What goes round does it never.
 */
function repeatBounds(calls: number): { readonly least: number; readonly most: number } {
  const [mean, deviation] = [(calls - 1) / 3, Math.sqrt(((calls - 1) * 2) / 9)];
  return { least: Math.ceil(mean - 6 * deviation), most: Math.floor(mean + 6 * deviation) };
}

const namesOf = (servers: readonly StageServer[]) => servers.map((one) => one.name);

export async function randomTrial(
  stage: Stage,
  client: StageClient,
  servers: readonly StageServer[],
  tier: 'each-peer' | 'mixed',
): Promise<void> {
  const names = namesOf(servers);
  const total = RANDOM_CALLS[tier];
  const { least, most } = repeatBounds(total);
  const seen = await client.calls(total, { atOnce: AT_ONCE });
  const fit = chiSquare(counts(seen, names));
  const order = orderText(seen, names);
  const again = repeats(order);
  stage.check('failures', '0', String(seen.filter((one) => one.code !== 'OK').length));
  stage.holds(
    'spread',
    `each about ${total / 3} of ${total}, chi-square under ${CHI_LIMIT}`,
    `${spreadText(seen, names)}, chi-square ${fit.toFixed(1)}`,
    fit < CHI_LIMIT && !order.includes('?'),
  );
  stage.holds(
    'order',
    `between ${least} and ${most} calls to the server of the call before`,
    String(again),
    again >= least && again <= most,
  );
}

export async function roundRobinTrial(
  stage: Stage,
  client: StageClient,
  servers: readonly StageServer[],
): Promise<void> {
  const order = orderText(await client.calls(3 * ROUNDS), namesOf(servers));
  stage.holds('order', 'one server after the other, again and again', order, goesRound(order, 3));
}

/** The weights of the three servers, and the same in other places. */
export const WEIGHTS = [3, 2, 1] as const;
export const OTHER_WEIGHTS = [1, 1, 4] as const;

export async function weightedTrial(
  stage: Stage,
  client: StageClient,
  servers: readonly StageServer[],
): Promise<void> {
  const names = namesOf(servers);
  const seen = await client.calls(6 * ROUNDS);
  stage.check('spread', WEIGHTS.map((one) => one * ROUNDS).join(' '), spreadText(seen, names));
  stage.check('first six', WEIGHTS.join(' '), spreadText(seen.slice(0, 6), names));
}

/** The server that is busy with a call gets no other while the others are free. */
export async function leastConnectionsTrial(
  stage: Stage,
  client: StageClient,
  servers: readonly StageServer[],
): Promise<void> {
  const names = namesOf(servers);
  const slow = await client.hold();
  if (slow === undefined) return stage.check('held', 'a call in its handler', 'none');
  const seen = await client.calls(8);
  const expected = names.map((name) => (name === slow.server ? 0 : 4)).join(' ');
  stage.check('spread beside a slow server', expected, spreadText(seen, names));
  const more = [await client.hold(), await client.hold()];
  const busy = [slow, ...more].map((one) => one?.server).sort();
  stage.check('three slow calls', [...names].sort().join(', '), busy.join(', '));
  await Promise.all([slow, ...more].map((one) => one?.release()));
  stage.check('afterwards', '', (await client.reach(servers)).join(', '));
}
