/** evidence.jsonl: what both sides reported of every call, one result a line, as they happen. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { toJson } from '@bufbuild/protobuf';
import { ObservationSchema, OutcomeSchema } from '../contract/generated.ts';
import type { Evidence, Result, Try } from '../contract/result.ts';
import { safeJson } from './json-text.ts';
import { placeOf } from './place.ts';
import { cut } from './sanitize.ts';

/** Bytes that are gathered before a write. */
const CHUNK = 64 * 1024;
/** A longer line has its long texts cut. */
const LINE_LIMIT = 256 * 1024;
const TEXT_LIMIT = 8 * 1024;
/** Characters of a standard error that are kept, from its end: never so many that they are cut again. */
const STDERR_LIMIT = TEXT_LIMIT;

export interface EvidenceWriter {
  /** Takes one result. After it the evidence may be let go. */
  write(result: Result): void;
  /** Writes the rest. Throws the first error that any write met. */
  close(): Promise<void>;
}

function stderrJson(evidence: Evidence) {
  const { clientStderr, serverStderr } = evidence;
  return {
    ...(clientStderr ? { clientStderr: clientStderr.slice(-STDERR_LIMIT) } : {}),
    ...(serverStderr ? { serverStderr: serverStderr.slice(-STDERR_LIMIT) } : {}),
  };
}

function evidenceJson(evidence: Evidence) {
  const { callId, outcome, observation, problem } = evidence;
  return {
    callId,
    ...(outcome ? { outcome: toJson(OutcomeSchema, outcome) } : {}),
    ...(observation ? { observation: toJson(ObservationSchema, observation) } : {}),
    ...(problem === undefined ? {} : { problem }),
    ...stderrJson(evidence),
  };
}

function tryJson({ verdict, evidence }: Try) {
  return { verdict, ...(evidence ? evidenceJson(evidence) : {}) };
}

/** One line of evidence.jsonl, newline included. */
export function evidenceLine(result: Result): string {
  const record = {
    ...placeOf(result),
    ...tryJson(result),
    ...(result.otherTry ? { otherTry: tryJson(result.otherTry) } : {}),
  };
  const text = safeJson(record);
  return `${text.length > LINE_LIMIT ? safeJson(shortened(record)) : text}\n`;
}

/** The same with every long text cut, and of long lists the beginning. */
function shortened(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, TEXT_LIMIT);
  if (Array.isArray(value)) return value.slice(0, 100).map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shortened(part)]));
}

/**
 * Opens the file, empty. Writes are synchronous and large: memory stays bounded by one chunk
 * however fast results come, and a write of 64 KiB to the page cache takes microseconds.
 */
export function openEvidence(path: string): EvidenceWriter {
  mkdirSync(dirname(path), { recursive: true });
  return new FileEvidence(openSync(path, 'w'));
}

class FileEvidence implements EvidenceWriter {
  readonly #file: number;
  #pending: Buffer[] = [];
  #size = 0;
  #error: unknown;

  constructor(file: number) {
    this.#file = file;
  }

  write(result: Result): void {
    const bytes = Buffer.from(evidenceLine(result));
    this.#pending.push(bytes);
    this.#size += bytes.length;
    if (this.#size >= CHUNK) this.#flush();
  }

  async close(): Promise<void> {
    this.#flush();
    closeSync(this.#file);
    if (this.#error !== undefined) throw this.#error;
  }

  /** A full disk must not end the run: its verdicts are still told, then `close` throws. */
  #flush(): void {
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#size = 0;
    try {
      writeAll(this.#file, bytes);
    } catch (error) {
      this.#error ??= error;
    }
  }
}

/** One write may take less than it is given. */
function writeAll(file: number, bytes: Buffer): void {
  let at = 0;
  while (at < bytes.length) at += writeSync(file, bytes, at);
}
