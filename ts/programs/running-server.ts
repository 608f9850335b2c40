/** RunningServer is what each library's `start` answers. */
export interface RunningServer {
  /** The port really bound, for an address with port 0. */
  readonly port: number;
  /** Lets open calls finish for a while, then ends them. */
  stop(graceMs: number): Promise<void>;
}
