import type { ExternalClient, ExternalServer } from '../../contract/external.ts';

/** The external peers of a cell: one, or both. */
export interface Found {
  readonly client: ExternalClient | undefined;
  readonly server: ExternalServer | undefined;
}
