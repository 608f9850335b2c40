import { expect, test } from 'vitest';
import type { Place } from '../infrastructure.ts';
import { consul } from './consul.ts';
import { haproxy } from './haproxy.ts';
import { nginx } from './nginx.ts';
import { relay } from './relay.ts';
import { zookeeper } from './zookeeper.ts';

const place = (ports: Place['ports']): Place => ({
  ...{ folder: '/f', bindHost: '1.2.3.4', ports },
  upstream: (address) => `ip-of-${address}`,
});
const FRONTENDS = [
  { port: 'h2c', upstreams: ['a:1', 'b:2'] },
  { port: 'tls', upstreams: ['c:3'], tls: { certPem: 'CERT\n', keyPem: 'KEY\n' } },
];
const PORTS = place({ h2c: 7000, tls: 7001 });

test('a ZooKeeper is told its port and its folder', () => {
  const files = zookeeper().files(place({ client: 7000 }));
  const lines = files['zoo.cfg']?.split('\n');
  expect(lines).toContain('clientPort=7000');
  expect(lines).toContain('clientPortAddress=1.2.3.4');
  expect(lines).toContain('dataDir=/f/data');
  expect(lines).toContain('tickTime=200');
  expect(zookeeper().args(place({ client: 7000 }))).toEqual(['/f/zoo.cfg']);
});

test('a Consul is told its data centre, a port for everything, and whom to join', () => {
  const ports = place({ client: 1, server: 2, lan: 3, wan: 4 });
  const alone = consul().args(ports).join(' ');
  expect(alone).toContain(
    '-datacenter dc1 -node dc1 -hcl performance { raft_multiplier = 1 } -bind 1.2.3.4 -client 1.2.3.4',
  );
  expect(alone).toContain('-http-port 1 -server-port 2 -serf-lan-port 3 -serf-wan-port 4');
  expect(alone).not.toContain('join');
  const second = consul({ datacenter: 'dc2', join: 'first:7003' }).args(ports).join(' ');
  expect(second).toContain('-datacenter dc2');
  expect(second).toContain('-retry-join-wan first:7003 -retry-interval-wan 500ms');
});

test('an nginx has a group and a server for each frontend, and keys for those with TLS', () => {
  const files = nginx(FRONTENDS).files(PORTS);
  expect(nginx(FRONTENDS).ports).toEqual(['h2c', 'tls']);
  expect(Object.keys(files).sort()).toEqual(['nginx.conf', 'tls.crt', 'tls.key']);
  const text = files['nginx.conf']?.replace(/\s+/g, ' ');
  expect(text).toContain('upstream h2c { zone h2c 64k; server ip-of-a:1; server ip-of-b:2; }');
  expect(text).toContain('listen 1.2.3.4:7000 http2; location / { grpc_pass grpc://h2c; }');
  expect(text).toContain('upstream tls { zone tls 64k; server ip-of-c:3; }');
  expect(text).toContain('listen 1.2.3.4:7001 http2 ssl; ssl_certificate tls.crt;');
});

test('a HAProxy has a frontend and a backend for each, certificate and key in one file', () => {
  const files = haproxy(FRONTENDS).files(PORTS);
  expect(files['tls.pem']).toBe('CERT\nKEY\n');
  const text = files['haproxy.cfg']?.replace(/\s+/g, ' ');
  expect(text).toContain('frontend h2c bind 1.2.3.4:7000 proto h2 default_backend h2c');
  const check = 'proto h2 check inter 300ms fastinter 100ms fall 2 rise 1';
  expect(text).toContain(`backend h2c server s0 ip-of-a:1 ${check} server s1 ip-of-b:2 ${check}`);
  expect(text).toMatch(/backend tls server s0 ip-of-c:3 proto h2 $/);
  expect(text).toContain('bind 1.2.3.4:7001 ssl crt /f/tls.pem alpn h2');
});

test('a relay passes TCP on to one address', () => {
  const spec = relay({ upstream: 'a:1' });
  expect(spec.kind).toBe('haproxy');
  const text = spec.files(place({ relay: 7000 }))['haproxy.cfg']?.replace(/\s+/g, ' ');
  expect(text).toContain('mode tcp bind 1.2.3.4:7000 retries 0');
  expect(text).toContain('server upstream ip-of-a:1');
});
