import { WireTransport } from '../contract/generated.ts';
import type { ListenerSettings } from '../contract/listen.ts';
import type { Transport } from '../contract/vocabulary.ts';
import type { RunningPeer } from '../launch/launcher.ts';
import type { Keys } from './keys.ts';

const WIRE_TRANSPORT: Readonly<Record<Transport, WireTransport>> = {
  h2c: WireTransport.H2C,
  tls: WireTransport.TLS,
  mtls: WireTransport.MTLS,
  http1: WireTransport.HTTP1,
  uds: WireTransport.UDS,
};

/** What a peer is asked for, with an id that is unique in the peer; `usual` is bound where the settings name no place. */
export async function listenInit(
  id: string,
  settings: ListenerSettings,
  running: RunningPeer,
  keys: Keys,
  usual = running.bind,
) {
  const {
    transport = 'h2c',
    ipv6,
    certificate,
    minVersion,
    maxVersion,
    alpn,
    again,
    port,
    ...rest
  } = settings;
  const [bind, tls] = await Promise.all([
    bindOf(id, settings, running, usual),
    keys.ofServer(settings),
  ]);
  return { ...rest, id, transport: WIRE_TRANSPORT[transport], bind, ...(tls && { tls }) };
}

async function bindOf(
  id: string,
  { transport, ipv6, again, port }: ListenerSettings,
  running: RunningPeer,
  usual: string,
) {
  if (transport === 'uds') return running.socket(`${running.name}-${id}`);
  if (again !== undefined) return running.bindAgain(again);
  if (port !== undefined) return usual.replace(/:0$/, `:${port}`);
  if (ipv6 !== true) return usual;
  if (running.bind6 === undefined) throw new Error(`${running.name}: the network has no IPv6`);
  return running.bind6;
}
