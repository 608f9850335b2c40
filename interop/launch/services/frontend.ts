/** A Frontend is a port that a proxy listens on, and the servers, as `host:port`, that it spreads the calls over. */
export interface Frontend {
  /** The port's name. */
  readonly port: string;
  readonly upstreams: readonly string[];
  /** PEM texts of a certificate and its key; without them the port is plain HTTP/2. */
  readonly tls?: { readonly certPem: string; readonly keyPem: string };
}

/** The names of the frontends' ports, for a spec. */
export const portsOf = (frontends: readonly Frontend[]): readonly string[] =>
  frontends.map((frontend) => frontend.port);
