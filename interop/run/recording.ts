import type { Result, Try } from '../contract/result.ts';
import type { Recorded, Wire, WireRecord, WireUse } from '../contract/wire.ts';
import { WireFailed } from '../drive/errors.ts';

/** A Recording is how a run keeps what goes over the wire. */
export interface Recording {
  readonly wire: Wire;
  /** Every case is recorded, at its first try; else what fails or is known is, when it is tried again. */
  readonly all: boolean;
  /** What is known and has been recorded, by case and reason: other cells differ in the same way. */
  readonly told: Set<string>;
  /** Writes a transcript; answers its place, or nothing where it could not be written. */
  readonly keep: (recorded: Recorded) => Promise<string | undefined>;
  /** Hears why something could not be recorded. */
  readonly lost: (why: string) => void;
}

/** Tries a case over a tap, and keeps what went over. The verdict is the try's own. */
export async function recorded(
  recording: Recording,
  attempt: (use: WireUse) => Promise<Result>,
  before?: Try,
): Promise<Result> {
  let record: WireRecord | undefined;
  const onRecord = (all: WireRecord) => {
    record = all;
  };
  const result = await attempt({ wire: recording.wire, onRecord });
  if (record === undefined) return result;
  const about = { result, record, ...(before === undefined ? {} : { before }) };
  const transcript = await recording.keep(about);
  return transcript === undefined ? result : { ...result, transcript };
}

/** The same where a failure of the wire is no verdict; undefined then. */
export async function recordedIfPossible(
  ...all: Parameters<typeof recorded>
): Promise<Result | undefined> {
  try {
    return await recorded(...all);
  } catch (error) {
    if (!(error instanceof WireFailed)) throw error;
    all[0].lost(error.message);
    return undefined;
  }
}
