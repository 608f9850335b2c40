/** A sink for progress: one short line, without its newline. */
export type Progress = (line: string) => void;

/** An Exit is how a program ended. A container's engine tells the code alone; 128 + n then names the signal. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}
