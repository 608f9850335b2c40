import { type RunCertificate, runCertificate } from '../launch/certificates.ts';

/** The Keys with which taps end TLS: a certificate of this run for every name that clients expect. */
export class Keys {
  readonly #made = new Map<string, Promise<RunCertificate>>();

  of(serverName: string): Promise<RunCertificate> {
    const found = this.#made.get(serverName);
    if (found !== undefined) return found;
    const made = runCertificate([serverName]);
    this.#made.set(serverName, made);
    return made;
  }
}
