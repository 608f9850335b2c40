import type { Metadatum, Outcome } from '../../contract/generated.ts';
import type { Seen, Stage, StageClient, StagePlan, StageServer } from '../../contract/stage.ts';
import type { Cell } from '../../contract/vocabulary.ts';
import type { Kind } from '../kinds.ts';
import { speaking } from '../protocols/speaking.ts';
import type { End } from './ends.ts';

/** The capability of a client that has another way to call: `client.way.future`. */
const WAY = 'client.way.';

/** How long a handler may take to be entered, in milliseconds. */
const ENTERED_MS = 5_000;

/** Makes the call, and cancels it where that is what it is about. */
async function made(
  stage: Stage,
  { client, server }: { client: StageClient; server: StageServer },
  plan: StagePlan,
  signalled: boolean,
): Promise<Seen> {
  if (!signalled) return client.call(plan);
  const open = client.open(plan);
  const entered = async () => {
    const [hop] = await server.observe(open.callId, 0);
    return hop !== undefined && hop.messages.length > 0;
  };
  await stage.until(entered, ENTERED_MS);
  await open.signal('entered');
  return open.ended;
}

/** The texts of a client's own are its own: of what it ended itself, only the rest is the same in every way. */
const OWN_TEXT: readonly string[] = ['DEADLINE_EXCEEDED', 'CANCELLED'];

/** What every way has to show alike: message, details, messages, and the metadata that the server gave. */
function shown({ message, details, messages, headers, trailers }: Outcome, { code }: End): string {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const given = (all: readonly Metadatum[]) =>
    all
      .filter(({ name }) => /^x-(head|trail)/.test(name))
      .map(({ name, value }) => `${name}: ${hex(value)}`)
      .sort();
  return JSON.stringify({
    ...(OWN_TEXT.includes(code) ? {} : { message }),
    details: details.map(({ typeUrl, value }) => `${typeUrl} ${hex(value)}`),
    messages: messages.map(({ length, sha256 }) => `${length} ${sha256}`),
    headers: given(headers),
    trailers: given(trailers),
  });
}

/** At the deadline the server's reset may come before the client's own timer (docs/findings.md): that is a race, in each way. */
function ended(stage: Stage, field: string, { code, id }: End, seen: Seen): void {
  const taken = id === 'deadline' ? [code, 'CANCELLED'] : [code];
  stage.holds(field, taken.join(' or '), seen.code, taken.includes(seen.code));
}

/** Calls that block, and that nothing ends from outside; grpcio's `with_call` ends with its channel. */
const BLOCKING: readonly string[] = ['sync'];

function waysOf(stage: Stage, { signalled }: End): readonly string[] {
  const ways = stage.clientCapabilities().filter((one) => one.startsWith(WAY));
  const names = ways.map((one) => one.slice(WAY.length));
  return signalled ? names.filter((name) => !BLOCKING.includes(name)) : names;
}

/** Where the calls go, and what is spoken there. */
export interface Place {
  readonly server: StageServer;
  readonly cell: Cell;
}

/** The calls in all ways go on side by side; `name` goes before what is wrong. */
export async function agree(
  stage: Stage,
  { server, cell }: Place,
  kind: Kind,
  end: End,
  name = '',
): Promise<void> {
  const client = stage.client({ target: server.address });
  const plan = { ...speaking(cell), ...end.plan(kind) };
  const call = (way: string) =>
    made(stage, { client, server }, { ...plan, way }, end.signalled === true);
  const ways = waysOf(stage, end);
  const [usual, ...others] = await Promise.all(['', ...ways].map(call));
  if (usual === undefined) return;
  ended(stage, `${name}code`, end, usual);
  for (const [at, other] of others.entries()) {
    ended(stage, `${name}code, ${ways[at]}`, end, other);
    const [expected, actual] = [shown(usual.outcome, end), shown(other.outcome, end)];
    stage.check(`${name}the rest, ${ways[at]}`, expected, actual);
  }
}
