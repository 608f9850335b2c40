/** Describe says what this process is, read from what is loaded. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { create } from '@bufbuild/protobuf';
import { type DescribeResponse, DescribeResponseSchema } from '../gen/crosswire/peer/v1/peer_pb.js';
import type { Library } from './library.ts';

/** describe is made once: a process doesn't change. */
export function describe(peer: string, library: Library): DescribeResponse {
  const libraries = library.packages.map((name) => ({ name, version: versionOf(name) }));
  const { userAgent, capabilities } = library;
  return create(DescribeResponseSchema, {
    contractVersion: '1',
    ...{ peer, libraries, userAgent },
    language: 'typescript',
    runtime: `Node.js ${process.versions.node}`,
    instanceId: randomUUID(),
    capabilities: [...capabilities],
  });
}

function versionOf(name: string): string {
  const path = findPackageJSON(name, import.meta.url);
  if (path === undefined) throw new Error(`${name} has no package.json`);
  const { version }: { version: string } = JSON.parse(readFileSync(path, 'utf8'));
  return version;
}
