import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Route } from '../../contract/wire.ts';
import { splitAddress } from '../../launch/split-address.ts';

/**
 * The flags of the official clients that say where to call (doc/interop-test-descriptions.md), for as long as they
 * are used. The authority of a TLS server is a file, for which `--ca_file` is the name of grpc-go's client: the
 * description knows only the authority that comes with it.
 */
export async function withFlags<T>(
  { target, tls }: Route,
  use: (flags: readonly string[]) => Promise<T>,
): Promise<T> {
  const { host, port } = splitAddress(target);
  const where = [`--server_host=${host}`, `--server_port=${port}`];
  if (tls === undefined) return use(where);
  const folder = await mkdtemp(join(tmpdir(), 'crosswire-official-'));
  try {
    const file = join(folder, 'ca.pem');
    await writeFile(file, tls.serverCaPem ?? '');
    const name = tls.serverName ?? '';
    const override = name === '' ? [] : [`--server_host_override=${name}`];
    const secure = ['--use_tls=true', '--use_test_ca=true', `--ca_file=${file}`, ...override];
    return await use([...where, ...secure]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
