import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { expect, test } from 'vitest';
import { runCertificate } from './certificates.ts';

const { caPem, certPem, keyPem } = await runCertificate(['proxy.crosswire.test']);

/** Connects to a server that has the run's certificate; throws as the client does. */
async function dial(servername: string, host = '127.0.0.1'): Promise<boolean> {
  await using server = createServer({ cert: certPem, key: keyPem }).listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ host, port, ca: caPem, ...(servername && { servername }) });
  try {
    await once(client, 'secureConnect');
    return client.authorized;
  } finally {
    client.destroy();
  }
}

test('a client that trusts the authority reaches the given name, and this machine by name and number', async () => {
  expect(await dial('proxy.crosswire.test')).toBe(true);
  expect(await dial('localhost')).toBe(true);
  expect(await dial('', '127.0.0.1')).toBe(true);
});

test('no other name is accepted', async () => {
  await expect(dial('other.crosswire.test')).rejects.toThrow(/altnames/);
});

test('no two runs share an authority', async () => {
  const other = await runCertificate([]);
  expect(other.caPem).not.toBe(caPem);
});
