import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CallPlanSchema, ListenRequestSchema } from './generated.ts';
import type { Transport } from './vocabulary.ts';

/** A server's certificate: the run's own, or one with whom no client that looks should go on. */
export type ServerCertificate =
  | 'run'
  | 'expired'
  | 'other-name'
  | 'other-authority'
  | 'self-signed';

/** A client's certificate: one of the run's authority, or one that a server shall refuse. */
export type ClientCertificate = 'run' | 'expired' | 'other-authority';

export type TlsVersion = '1.2' | '1.3';

/** The name in the run's server certificate; that of the listener's host is in it too. */
export const SERVER_NAME = 'server.crosswire.test';

/** What both sides of a handshake may be told. Left out is the library's default. */
interface Handshake {
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
  readonly alpn?: readonly string[];
}

type ListenInit = MessageInitShape<typeof ListenRequestSchema>;

/**
 * A listener as a case wants it, beside what all are: settings of proto/crosswire/peer/v1/peer.proto, and which of
 * the run's keys it has where its transport is TLS.
 */
export interface ListenerSettings
  extends Pick<
      ListenInit,
      | 'limits'
      | 'keepalive'
      | 'maxConcurrentStreams'
      | 'compression'
      | 'threads'
      | 'processes'
      | 'settings'
    >,
    Handshake {
  /** `h2c` where it is left out. `mtls` wants a certificate of the run's authority from clients. */
  readonly transport?: Transport;
  /** The IPv6 loopback, `[::1]`, instead of the IPv4 one. */
  readonly ipv6?: boolean;
  readonly certificate?: ServerCertificate;
  /** The address of a listener of this peer that has gone, whose port it takes. */
  readonly again?: string;
  /** Of its own choice; left out, the system gives one out. */
  readonly port?: number;
}

/** How a client goes about a handshake. */
export interface Dial extends Handshake {
  /** Whose certificates it trusts: the run's authority where it is left out. */
  readonly trusts?: 'run' | 'other';
  /** None where it is left out, and the run's in cells with mTLS. */
  readonly certificate?: ClientCertificate;
  /** The name that it wants in the server's certificate: SERVER_NAME where it is left out, that of the target where it is empty. */
  readonly serverName?: string;
}

/** The channel's part of a call plan. */
export type ChannelInit = MessageInitShape<typeof CallPlanSchema>['channel'];
