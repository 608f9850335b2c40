import type { Stage, StageRegistry, StageServer } from '../../contract/stage.ts';
import type { RegistryKind } from './registries.ts';
import { found, registered, servesEvenly } from './setting.ts';

/**
 * Data as nobody should write them, by what is wrong with them. Where they can, they lead to a server that
 * runs: a client that takes them all the same calls it, and is found out.
 */
function malformedData(host: string, port: number): Readonly<Record<string, string>> {
  return {
    'not-json': `{"host": "${host}", "port": ${port}`,
    empty: '',
    'not-an-object': `["${host}", ${port}]`,
    'no-host': `{"port": ${port}}`,
    'host-is-a-number': `{"host": 127, "port": ${port}}`,
    'host-is-empty': `{"host": "", "port": ${port}}`,
    'no-port': `{"host": "${host}"}`,
    'port-is-a-string': `{"host": "${host}", "port": "${port}"}`,
    'port-is-true': `{"host": "${host}", "port": true}`,
    'port-is-a-fraction': `{"host": "${host}", "port": ${port}.5}`,
    'port-is-too-large': `{"host": "${host}", "port": ${port + 65_536}}`,
    'port-is-zero': `{"host": "${host}", "port": 0}`,
    'not-utf-8': '\uFFFD{]',
    large: `{"host": "${host}", "port": ${port}, "note": "${'x'.repeat(70_000)}"}`,
  };
}

/** Entries that make no sense are left out, each with a line that names it, and the rest is used. */
export async function malformed(stage: Stage, kind: RegistryKind): Promise<void> {
  const registry = await stage.registry(kind);
  const write = kind === 'zookeeper' ? malformedNodes : malformedInstance;
  const { ids, usable } = await write(stage, registry);
  const { client, servers } = await registered(stage, kind);
  await found(stage, client, usable);
  await servesEvenly(stage, { client, servers: [...servers, ...usable] });
  const told = stage.clientStderr();
  const untold = ids.filter((id) => !told.includes(id));
  stage.check('left out without a line on stderr', '', untold.join(', '));
}

/** What was written: the ids of which a client must tell, and servers that it must use all the same. */
interface Written {
  readonly ids: readonly string[];
  readonly usable: readonly StageServer[];
}

async function malformedNodes(stage: Stage, registry: StageRegistry): Promise<Written> {
  const [decoy, odd, none] = [await stage.server(), await stage.server(), await stage.server()];
  const bad = { ...malformedData(...partsOf(decoy)), ...oddWeights(...partsOf(odd)) };
  const [host, port] = partsOf(none);
  const fine = { 'weight-is-0': JSON.stringify({ host, port, weight: 0 }) };
  for (const [id, data] of Object.entries({ ...bad, ...fine })) {
    await registry.write(stage.word, { id, data });
  }
  return { ids: Object.keys(bad).map((id) => `${stage.word}/${id}`), usable: [odd] };
}

/** One server, twice: its weights count as 1, and it has one share. */
function oddWeights(host: string, port: number): Readonly<Record<string, string>> {
  return {
    'weight-is-a-string': JSON.stringify({ host, port, weight: '7' }),
    'weight-is-a-fraction': JSON.stringify({ host, port, weight: 2.5 }),
  };
}

function partsOf({ address }: StageServer): [host: string, port: number] {
  const at = address.lastIndexOf(':');
  return [address.slice(0, at), Number(address.slice(at + 1))];
}

/** Consul itself takes nothing worse than an instance without a port. */
async function malformedInstance(stage: Stage, registry: StageRegistry): Promise<Written> {
  const id = `${stage.word}-no-port`;
  await registry.write(stage.word, { id, host: '127.0.0.1' });
  return { ids: [id], usable: [] };
}
