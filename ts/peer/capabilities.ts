/** Capabilities that every TypeScript peer has; a library adds its own, and its exceptions. */
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CapabilitySchema } from '../gen/crosswire/peer/v1/peer_pb.js';

export type CapabilityInit = MessageInitShape<typeof CapabilitySchema>;

const all = [
  'client.unary',
  'client.server-stream',
  'client.client-stream',
  'client.bidi-stream',
  'client.lockstep',
  'client.free-bidi',
  'client.read-headers',
  'client.pause-reading',
  'client.cancel',
  'client.fresh',
  'client.local-port',
  'client.status-details',
  'client.discovery',
  'client.compression.gzip',
  'client.compression.deflate',
  'client.compress-per-message',
  'client.wait-for-ready',
  'client.service-config',
  'client.keepalive',
  'client.authority',
  'client.max-metadata',
  'client.tls-versions',
  'client.tls-alpn',
  'client.http-get',
  'server.unary',
  'server.server-stream',
  'server.client-stream',
  'server.bidi-stream',
  'server.native-error',
  'server.panic',
  'server.throw-later',
  'server.throw-cancellation',
  'server.go-on',
  'server.unknown-codes',
  'server.return-nothing',
  'server.status-and-message',
  'server.send-headers',
  'server.status-details',
  'server.forward',
  'server.peer-address',
  'server.time-left',
  'server.cancelled',
  'server.registration',
  'server.settings',
  'server.health-switch',
  'server.processes',
  'server.threads',
  'server.reflection-v1',
  'server.reflection-v1alpha',
  'server.health-watch',
  'server.compression.gzip',
  'server.compression.deflate',
  'server.compression.asymmetric',
  'server.compress-per-message',
  'server.leave-plain',
  'server.see-compression',
  'server.keepalive',
  'server.ping-strikes',
  'server.max-concurrent-streams',
  'server.max-metadata',
  'server.tls-versions',
  'server.tls-alpn',
  'server.reuse-port',
  'transport.h2c',
  'transport.tls',
  'transport.mtls',
  'transport.uds',
  'transport.http1',
  'protocol.grpc',
  'protocol.grpc-web',
  'protocol.connect',
  'codec.json',
];

type Reasons = Readonly<Record<string, string>>;

/** Why a listener takes no number of threads. */
export const oneThread = 'Node runs handlers on one thread, an event loop';

const nowhere: Reasons = { 'server.threads': oneThread };

/** capabilitiesBut declares all: some not at all, some with a reason why no further; and the library's other ways to call. */
export function capabilitiesBut(
  lacking: Reasons,
  partly: Reasons,
  ways: readonly string[],
): CapabilityInit[] {
  const without = { ...nowhere, ...lacking };
  const named = ways.map((way) => `client.way.${way}`);
  return [...all, ...named].map((id) => ({
    id,
    supported: !(id in without),
    reason: without[id] ?? partly[id] ?? '',
  }));
}
