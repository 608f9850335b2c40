/** TLS and mutual TLS of a peer with itself, with keys that openssl makes for the test. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Transport } from '../gen/crosswire/peer/v1/peer_pb.js';
import { HttpVersion, Protocol, TlsVersion } from '../gen/crosswire/peer/v1/plan_pb.js';
import { Probe } from '../gen/crosswire/probe/v1/probe_pb.js';
import { pathOf } from './methods.ts';
import { type ListenInit, type PlanInit, RunningPeer } from './testing.ts';

/**
 * What a handshake that fails ends in. Connect for Node takes any error of Node's TLS for INTERNAL,
 * and a connection that the server cuts off for CANCELED or ABORTED, whichever it meets first.
 */
const refusals: Readonly<Record<string, { readonly client: number; readonly server: number[] }>> = {
  'ts-grpc-js': { client: 14, server: [14] },
  'ts-connect': { client: 13, server: [1, 10, 13] },
};

const method = pathOf(Probe.method.unary);
const { TLS_VERSION_1_2: tls12, TLS_VERSION_1_3: tls13 } = TlsVersion;

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** makePair makes a key, and a certificate that is its own CA. */
function makePair(): { keyPem: string; certPem: string } {
  const folder = mkdtempSync(join(tmpdir(), 'crosswire-tls-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=crosswire', '-addext', 'subjectAltName=DNS:crosswire,IP:127.0.0.1'];
  const files = ['-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', '-x509', ...curve, ...names, ...files], { stdio: 'ignore' });
  const pair = { keyPem: readFileSync(key, 'utf8'), certPem: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return pair;
}

if (!hasOpenssl) test.skip('TLS: openssl, which makes the keys, is not here', () => {});

describe.runIf(hasOpenssl).each(['ts-grpc-js', 'ts-connect'])('%s', (id) => {
  const pair = hasOpenssl ? makePair() : { keyPem: '', certPem: '' };
  const stranger = hasOpenssl ? makePair() : pair;
  const trusted = { serverCaPem: pair.certPem };
  const secured: ListenInit = { transport: Transport.TLS, tls: pair };
  const refused = refusals[id] ?? { client: 0, server: [] };
  let peer: RunningPeer;
  let plain: string;
  let mutual: string;
  beforeAll(async () => {
    peer = await RunningPeer.start(id);
    plain = await peer.listen('tls', secured);
    const tls = { ...pair, clientCaPem: pair.certPem };
    mutual = await peer.listen('mtls', { transport: Transport.MTLS, tls });
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  const call = (target: string, tls: PlanInit['tls']) =>
    peer.outcome({ method, targets: [target], tls, channel: { fresh: true } });

  test('a server of a known CA is trusted, and seen from a port of this host', async () => {
    const outcome = await call(plain, trusted);
    expect(outcome.code).toBe(0);
    expect(outcome.localPort).toBeGreaterThan(0);
    const shared = { method, targets: [plain], tls: trusted };
    const first = await peer.outcome(shared);
    expect(first.code).toBe(0);
    expect((await peer.outcome(shared)).localPort).toBe(first.localPort);
  });

  test('a server of another CA is not', async () => {
    const outcome = await call(plain, { serverCaPem: stranger.certPem });
    expect(outcome.code).toBe(refused.client);
    expect(outcome.message).toContain('self-signed certificate');
  });

  test('the server’s name is the one asked for, or the target’s', async () => {
    expect((await call(plain, { ...trusted, serverName: 'crosswire' })).code).toBe(0);
    const other = await call(plain, { ...trusted, serverName: 'other' });
    expect(other.code).toBe(refused.client);
    expect(other.message).toContain('Host: other.');
  });

  test('a server that asks for a certificate gets one of its CA, and no other', async () => {
    expect((await call(mutual, { ...trusted, ...pair })).code).toBe(0);
    expect(refused.server).toContain((await call(mutual, trusted)).code);
    expect(refused.server).toContain((await call(mutual, { ...trusted, ...stranger })).code);
  });

  test('plaintext to a server with TLS is refused', async () => {
    expect(refused.server).toContain((await call(plain, undefined)).code);
  });

  test('a client bounds the version', async () => {
    const range = { minVersion: tls12, maxVersion: tls12 };
    expect((await call(plain, { ...trusted, ...range })).code).toBe(0);
    expect((await call(plain, { ...trusted, minVersion: tls13 })).code).toBe(0);
  });

  test('a server bounds the version where its library lets it', async () => {
    const tls = { ...pair, minVersion: tls13 };
    const listening = peer.listen('tls-1.3', { ...secured, tls });
    if (id === 'ts-grpc-js') return expect(listening).rejects.toThrow('tls.minVersion');
    const target = await listening;
    expect((await call(target, trusted)).code).toBe(0);
    expect((await call(target, { ...trusted, maxVersion: tls12 })).code).toBe(refused.client);
  });

  test('ALPN: h2 is said; another name only where the library lets it', async () => {
    expect((await call(plain, { ...trusted, alpn: ['h2'] })).code).toBe(0);
    const tls = { ...trusted, alpn: ['other'] };
    if (id === 'ts-grpc-js') {
      const { result } = await peer.call({ method, targets: [plain], tls });
      return expect(result).toMatchObject({
        case: 'unsupportedStep',
        value: { field: 'tls.alpn' },
      });
    }
    expect((await call(plain, tls)).code).toBe(refused.client);
    const target = await peer.listen('alpn', { ...secured, tls: { ...pair, alpn: ['other'] } });
    expect((await call(target, trusted)).code).toBe(refused.client);
  });

  test('HTTP/1.1 and HTTP/2 on one port, by ALPN, where the library speaks both', async () => {
    const tls = { ...pair, alpn: ['h2', 'http/1.1'] };
    const listening = peer.listen('both', { ...secured, tls });
    if (id === 'ts-grpc-js') return expect(listening).rejects.toThrow('tls.alpn');
    const target = await listening;
    for (const httpVersion of [HttpVersion.HTTP_VERSION_1_1, HttpVersion.HTTP_VERSION_2]) {
      const plan = { method, targets: [target], tls: trusted, protocol: Protocol.CONNECT };
      const outcome = await peer.outcome({ ...plan, httpVersion, channel: { fresh: true } });
      expect(outcome.code).toBe(0);
    }
    const alone = { method, targets: [plain], tls: trusted, protocol: Protocol.CONNECT };
    const refusal = await peer.outcome({ ...alone, httpVersion: HttpVersion.HTTP_VERSION_1_1 });
    expect(refusal.code).not.toBe(0);
  });

  test('keys that nobody can read are the asker’s fault', async () => {
    const { result } = await peer.call({
      method,
      targets: [plain],
      tls: { certPem: 'no', keyPem: 'no' },
    });
    expect(result).toMatchObject({ case: 'harnessError', value: { kind: 1 } });
    const tls = { certPem: 'no', keyPem: 'no' };
    await expect(peer.listen('bad', { ...secured, tls })).rejects.toThrow(/^400 /);
    await expect(peer.listen('none', { transport: Transport.TLS })).rejects.toThrow(/^400 /);
  });
});
