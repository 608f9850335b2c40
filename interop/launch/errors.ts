/** A LaunchError says in its first line why something could not be built or started; later lines are evidence. */
export class LaunchError extends Error {
  override name = 'LaunchError';
}

/** A ToolchainError is a program that a language needs and this machine lacks: what, which version, what else would do. */
export class ToolchainError extends LaunchError {
  override name = 'ToolchainError';
}

/** A BuildError is a tool that was there and failed; it carries the last lines that the tool wrote. */
export class BuildError extends LaunchError {
  override name = 'BuildError';
}

/** A PeerStartError is a peer that ended, or said nothing, before its control port answered. */
export class PeerStartError extends LaunchError {
  override name = 'PeerStartError';
}

/** A ServiceStartError is a service that ended, or didn't answer, before it was ready. */
export class ServiceStartError extends LaunchError {
  override name = 'ServiceStartError';
}

/** An EngineError is a container engine that is absent, or that refused what it was asked. */
export class EngineError extends LaunchError {
  override name = 'EngineError';
}

/** A NetworkKept is a network that nobody is in, and that the engine doesn't let go of all the same: moby/moby#43286. */
export class NetworkKept extends EngineError {
  override name = 'NetworkKept';
}

/** The text of anything thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
