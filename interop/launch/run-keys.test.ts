import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { runKeys } from './run-keys.ts';

const keys = await runKeys(['server.crosswire.test', '127.0.0.1']);
const authority = new X509Certificate(keys.authorityPem);
const other = new X509Certificate(keys.otherAuthorityPem);
const server = (which: keyof typeof keys.server) => new X509Certificate(keys.server[which].certPem);
const client = (which: keyof typeof keys.client) => new X509Certificate(keys.client[which].certPem);

test('the good ones are signed by the authority of the run, for its names', () => {
  expect(server('run').verify(authority.publicKey)).toBe(true);
  expect(server('run').checkHost('server.crosswire.test')).toBe('server.crosswire.test');
  expect(server('run').checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(client('run').verify(authority.publicKey)).toBe(true);
});

test('of the others one thing is wrong', () => {
  expect(server('other-authority').verify(authority.publicKey)).toBe(false);
  expect(server('other-authority').verify(other.publicKey)).toBe(true);
  expect(server('other-name').checkHost('server.crosswire.test')).toBeUndefined();
  expect(server('other-name').verify(authority.publicKey)).toBe(true);
  expect(server('self-signed').verify(authority.publicKey)).toBe(false);
  expect(client('other-authority').verify(other.publicKey)).toBe(true);
  for (const expired of [server('expired'), client('expired')]) {
    expect(expired.validToDate.getTime()).toBeLessThan(Date.now());
    expect(expired.verify(authority.publicKey)).toBe(true);
  }
  expect(server('expired').checkHost('server.crosswire.test')).toBe('server.crosswire.test');
});
