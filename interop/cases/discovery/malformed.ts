import type { Stage, StageRegistry } from '../../contract/stage.ts';
import type { RegistryKind } from './registries.ts';
import { registered, servesEvenly } from './setting.ts';

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
  const ids = await write(stage, registry);
  await servesEvenly(stage, await registered(stage, kind));
  const told = stage.clientStderr();
  const untold = ids.filter((id) => !told.includes(id));
  stage.check('left out without a line on stderr', '', untold.join(', '));
}

async function malformedNodes(stage: Stage, registry: StageRegistry): Promise<readonly string[]> {
  const { address } = await stage.server();
  const at = address.lastIndexOf(':');
  const data = malformedData(address.slice(0, at), Number(address.slice(at + 1)));
  for (const [id, text] of Object.entries(data)) {
    await registry.write(stage.word, { id, data: text });
  }
  return Object.keys(data).map((id) => `${stage.word}/${id}`);
}

/** Consul itself takes nothing worse than an instance without a port. */
async function malformedInstance(
  stage: Stage,
  registry: StageRegistry,
): Promise<readonly string[]> {
  const id = `${stage.word}-no-port`;
  await registry.write(stage.word, { id, host: '127.0.0.1' });
  return [id];
}
