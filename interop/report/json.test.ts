import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROTOCOLS, TRANSPORTS, VERDICTS } from '../contract/vocabulary.ts';
import { evidenceLine } from './evidence.ts';
import { writeReports } from './files.ts';
import { resultsJson } from './json.ts';
import { safeJson } from './json-text.ts';
import { evidence, FAILED, FLAKY, MIXED, result, run } from './sample.ts';

const DOCS = join(import.meta.dirname, '../../docs');

type Schema = Record<string, unknown>;

/** The schema without room for additions: what is written must be described. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.entries(schema).map(([key, part]) => [key, closed(part)] as const);
  const copy: Schema = Object.fromEntries(parts);
  return 'required' in copy ? { ...copy, additionalProperties: false } : copy;
}

let schema: Schema;
let folder: string;
let validResults: ValidateFunction;
let validLine: ValidateFunction;

beforeAll(async () => {
  schema = JSON.parse(await readFile(join(DOCS, 'results.schema.json'), 'utf8'));
  const ajv = new Ajv2020({ allErrors: true });
  const strict = closed(schema) as Schema;
  validResults = ajv.compile(strict);
  validLine = ajv.compile({ $ref: `${strict.$id}#/$defs/evidenceLine` });
  folder = await mkdtemp(join(tmpdir(), 'report-'));
});

afterAll(() => rm(folder, { recursive: true }));

function check(valid: ValidateFunction, text: string): void {
  valid(JSON.parse(text));
  expect(valid.errors ?? []).toEqual([]);
}

describe('results.json', () => {
  it('is what the schema says, for every verdict', () => {
    check(validResults, resultsJson(MIXED));
    expect(new Set(MIXED.results.map(({ verdict }) => verdict))).toEqual(new Set(VERDICTS));
  });

  it('is what the schema says for an empty run, and with images', () => {
    check(validResults, resultsJson(run([], { peers: [], cells: [], interrupted: true })));
    const peers = MIXED.peers.map((peer) => ({ ...peer, digest: 'sha256:abc' }));
    check(validResults, resultsJson({ ...MIXED, peers, runner: 'container' }));
  });

  it('is refused by the schema when something is missing or misspelt', () => {
    const good = JSON.parse(resultsJson(MIXED));
    expect(validResults({ ...good, schema: 'crosswire.results/2' })).toBe(false);
    expect(validResults({ ...good, verdicts: [{ case: 'a' }] })).toBe(false);
    expect(validResults({ ...good, surprise: 1 })).toBe(false);
  });

  it('carries the verdicts and counts', () => {
    const data = JSON.parse(resultsJson(MIXED));
    expect(data.summary).toEqual({
      passed: 1,
      failed: 1,
      known: 1,
      unsupported: 1,
      notRun: 1,
      flaky: 1,
    });
    expect(data.verdicts[1]).toEqual({
      id: 'exceptions/unary/native-error@go-grpc,ts-connect',
      case: 'exceptions/unary/native-error',
      client: 'go-grpc',
      server: 'ts-connect',
      protocol: 'grpc',
      transport: 'h2c',
      verdict: 'failed',
      durationMs: 2.5,
      differences: [{ field: 'code', expected: 'UNKNOWN', actual: 'INTERNAL' }],
    });
  });

  it('has one line for each verdict', () => {
    expect(resultsJson(MIXED).match(/^ {2}\{"id":"[^"]+@/gm)).toHaveLength(MIXED.results.length);
  });

  it('bounds long values', () => {
    const actual = 'x'.repeat(10_000_000);
    const bad = result('failed', { differences: [{ field: 'f', expected: '', actual }] });
    expect(resultsJson(run([bad])).length).toBeLessThan(10_000);
  });
});

describe('the schema', () => {
  it('has the words of the vocabulary', () => {
    const words = schema.$defs as Record<string, { readonly enum: readonly string[] }>;
    expect(words.protocol?.enum).toEqual(PROTOCOLS);
    expect(words.transport?.enum).toEqual(TRANSPORTS);
    expect(words.verdictWord?.enum).toEqual(VERDICTS);
  });

  it('has no property that the page leaves out', async () => {
    const page = await readFile(join(DOCS, 'results.md'), 'utf8');
    const names = new Set<string>();
    JSON.stringify(schema, (key, value) => {
      if (key === 'properties') for (const name of Object.keys(value)) names.add(name);
      return value;
    });
    expect([...names].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('a line of evidence', () => {
  it('is what the schema says', () => {
    check(validLine, evidenceLine(FAILED));
    check(validLine, evidenceLine(result('not-run')));
    check(validLine, evidenceLine(FLAKY));
    check(validLine, evidenceLine({ ...FAILED, evidence: { callId: 'c', problem: 'crashed' } }));
  });

  it('carries both reports as ProtoJSON', () => {
    const line = JSON.parse(evidenceLine(FAILED));
    expect(line.outcome).toMatchObject({ code: 13, nativeError: { class: 'ConnectError' } });
    expect(line.observation).toMatchObject({ timeLeft: '1.500s', settled: true });
  });

  it('is bounded, and keeps the end of a standard error', () => {
    const serverStderr = `${'x'.repeat(10_000_000)}the end`;
    const problem = 'y'.repeat(1_000_000);
    const text = evidenceLine({ ...FAILED, evidence: evidence({ serverStderr, problem }) });
    expect(text.length).toBeLessThan(64 * 1024);
    expect(JSON.parse(text).serverStderr.slice(-8)).toBe('xthe end');
    check(validLine, text);
  });
});

describe('safeJson', () => {
  const hostile = 'a\u001b\u009b\u202e\u2028\ud800\u{e0041}\0🙂张';

  it('has no control, and reads back the same', () => {
    const text = safeJson({ hostile });
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028]/u);
    expect(JSON.parse(text)).toEqual({ hostile });
    expect(text).toContain('🙂张');
  });
});

describe('writeReports', () => {
  it('writes the files, replaces old ones, and leaves nothing else', async () => {
    await writeFile(join(folder, 'results.json'), 'old');
    await writeReports(folder, MIXED);
    expect((await readdir(folder)).sort()).toEqual(['junit.xml', 'results.json', 'summary.md']);
    check(validResults, await readFile(join(folder, 'results.json'), 'utf8'));
  });
});
