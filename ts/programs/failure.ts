/** RpcFailure is the error of a call, the same for every library. */
export class RpcFailure extends Error {
  override readonly name = 'RpcFailure';
  /** "NOT_FOUND". */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** exitOnFailure prints one line for a failed call, and ends the program with code 1. */
export async function exitOnFailure(calling: Promise<void>): Promise<void> {
  try {
    await calling;
  } catch (error) {
    console.error(failureLine(error));
    process.exitCode = 1;
  }
}

/** failureLine tells an unreachable server apart: nobody's bug, and the user can do something about it. */
export function failureLine(error: unknown): string {
  if (!(error instanceof RpcFailure)) return `failed: ${error}`;
  if (error.code === 'UNAVAILABLE') {
    return `server unavailable, check the network and the address: ${error.message}`;
  }
  return `RPC failed: ${error.code} ${error.message}`;
}
