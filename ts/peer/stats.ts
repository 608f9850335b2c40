/** Stats is what this process holds, as the operating system tells it. */
import { readdirSync, readFileSync } from 'node:fs';
import { create } from '@bufbuild/protobuf';
import { type StatsResponse, StatsResponseSchema } from '../gen/crosswire/peer/v1/peer_pb.js';

/** stats leaves 0 what only Linux tells. */
export function stats(openCalls: number): StatsResponse {
  const linux = process.platform === 'linux';
  return create(StatsResponseSchema, {
    rssBytes: BigInt(process.memoryUsage.rss()),
    descriptors: linux ? readdirSync('/proc/self/fd').length : 0,
    threads: linux ? threads() : 0,
    openCalls,
  });
}

function threads(): number {
  return Number(/^Threads:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0);
}
