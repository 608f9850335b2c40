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
  'server.unary',
  'server.server-stream',
  'server.client-stream',
  'server.bidi-stream',
  'server.native-error',
  'server.panic',
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

const nowhere: Reasons = { 'server.threads': 'Node runs handlers on one thread, an event loop' };

/** capabilitiesBut declares all: some not at all, some with a reason why no further. */
export function capabilitiesBut(lacking: Reasons, partly: Reasons = {}): CapabilityInit[] {
  const without = { ...nowhere, ...lacking };
  return all.map((id) => ({
    id,
    supported: !(id in without),
    reason: without[id] ?? partly[id] ?? '',
  }));
}
