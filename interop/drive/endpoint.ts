/** An Endpoint is where a control port is. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}
