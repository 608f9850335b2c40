/** Serve runs a server until the program is told to end. */

const graceMs = 5_000;

/** RunningServer is what each library's `start` answers. */
export interface RunningServer {
  /** The port really bound, for an address with port 0. */
  readonly port: number;
  /** Lets open calls finish for a while, then ends them. */
  stop(graceMs: number): Promise<void>;
}

/**
 * serve says that the server is ready, and where; SIGINT and SIGTERM end the program, with code 0.
 * A second one changes nothing: open calls have their grace.
 */
export async function serve(
  what: string,
  address: string,
  starting: Promise<RunningServer>,
): Promise<void> {
  try {
    const server = await starting;
    const told = Promise.withResolvers<void>();
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => told.resolve());
    console.log(`${what} on ${address.replace(/:\d+$/, `:${server.port}`)}`);
    await told.promise;
    await server.stop(graceMs);
    process.exit(0);
  } catch (error) {
    console.error(`cannot serve: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}
