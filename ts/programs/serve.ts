/** Serve runs a server until the program is told to end. */

const graceMs = 5_000;

/** RunningServer is what each library's `start` answers. */
export interface RunningServer {
  /** Lets open calls finish for a while, then ends them. */
  stop(graceMs: number): Promise<void>;
}

/** serve says that the server is ready; SIGINT and SIGTERM end the program, with code 0. */
export async function serve(what: string, starting: Promise<RunningServer>): Promise<void> {
  try {
    const server = await starting;
    const end = () => void server.stop(graceMs).then(() => process.exit(0));
    process.once('SIGINT', end).once('SIGTERM', end);
    console.log(what);
  } catch (error) {
    console.error(`cannot serve: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}
