/** Small runs, made by hand, for the tests of the reports. */
import { create } from '@bufbuild/protobuf';
import { DescribeResponseSchema, ObservationSchema, OutcomeSchema } from '../contract/generated.ts';
import type {
  Evidence,
  Finding,
  PeerInfo,
  Result,
  RunReport,
  Summary,
} from '../contract/result.ts';
import type { Cell, Verdict } from '../contract/vocabulary.ts';

export function cell(client: string, server: string, rest: Partial<Cell> = {}): Cell {
  return { client, server, protocol: 'grpc', transport: 'h2c', ...rest };
}

export function result(verdict: Verdict, rest: Partial<Result> = {}): Result {
  return {
    case: 'users/health',
    cell: cell('go-grpc', 'ts-connect'),
    verdict,
    durationMs: 2.5,
    differences: [],
    ...rest,
  };
}

export function peer(id: string, library: string): PeerInfo {
  return {
    id,
    describe: create(DescribeResponseSchema, {
      contractVersion: '1',
      peer: id,
      language: id.split('-')[0] ?? '',
      runtime: 'runtime 1.2.3',
      libraries: [{ name: library, version: '9.8.7' }],
      instanceId: 'a1b2',
      capabilities: [
        { id: 'client.unary', supported: true },
        { id: 'client.messages', supported: true, limit: 4096n },
        { id: 'server.panic', supported: false, reason: 'the language has none' },
      ],
    }),
  };
}

/** What both sides report of a call that ended INTERNAL where UNKNOWN was due. */
export function evidence(rest: Partial<Evidence> = {}): Evidence {
  return {
    callId: 'call-1',
    outcome: create(OutcomeSchema, {
      code: 13,
      message: 'boom',
      nativeError: { class: 'ConnectError', text: '[internal] boom' },
      headers: [{ name: 'content-type', value: Buffer.from('application/grpc') }],
      trailers: [{ name: 'trace-bin', value: Uint8Array.of(0, 255) }],
      messages: [{ length: 3n, sha256: 'ab', json: '{"body":"QQ=="}' }],
      events: [{ step: 0, kind: 2, ns: 1_500_000n }],
    }),
    observation: create(ObservationSchema, {
      method: '/crosswire.probe.v1.Probe/Unary',
      peerAddress: '127.0.0.1:4000',
      metadata: [{ name: 'user-agent', value: Buffer.from('grpc-go/9.8.7') }],
      timeLeft: { seconds: 1n, nanos: 500_000_000 },
      settled: true,
    }),
    clientStderr: 'client says\nhello',
    serverStderr: 'Traceback:\n  boom',
    ...rest,
  };
}

export const CODE_DIFFERENCE = { field: 'code', expected: 'UNKNOWN', actual: 'INTERNAL' } as const;

export const FAILED = result('failed', {
  case: 'exceptions/unary/native-error',
  differences: [CODE_DIFFERENCE],
  evidence: evidence(),
});

export const KNOWN = result('known', {
  case: 'exceptions/unary/return-nothing',
  cell: cell('ts-connect', 'go-grpc'),
  differences: [{ field: 'message', expected: '"a"', actual: '"b"' }],
  reason: 'the library words it so',
  link: 'https://example.org/1',
});

/** Failed at first, and passed with its calls recorded. */
export const FLAKY = result('flaky', {
  case: 'users/two',
  differences: [CODE_DIFFERENCE],
  reason: 'failed at first, passed when it was recorded',
  evidence: evidence({ callId: 'call-0' }),
  otherTry: { verdict: 'passed', differences: [], evidence: evidence({ callId: 'call-0-r' }) },
  transcript: 'wire/users/two/go-grpc--ts-connect.txt',
});

const FINDINGS: readonly Finding[] = [
  {
    verdict: 'known',
    guilty: { side: 'client', peer: 'ts-connect' },
    differences: KNOWN.differences,
    cases: [KNOWN.case],
    seenBy: ['go-grpc'],
    of: 2,
    reason: 'the library words it so',
    link: 'https://example.org/1',
  },
  {
    verdict: 'failed',
    guilty: { side: 'server', peer: 'ts-connect' },
    differences: [CODE_DIFFERENCE],
    cases: ['exceptions/unary/native-error', 'exceptions/bidi/native-error'],
    seenBy: ['go-grpc', 'ts-connect'],
    of: 2,
  },
];

export function summaryOf(results: readonly Result[]): Summary {
  const counts = { passed: 0, failed: 0, known: 0, unsupported: 0, 'not-run': 0, flaky: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

export function run(results: readonly Result[], rest: Partial<RunReport> = {}): RunReport {
  const peers = ['go-grpc', 'ts-connect'];
  const ids = [...new Set(results.map((one) => one.case))];
  return {
    runner: 'process',
    startedAt: new Date('2026-01-02T03:04:05.678Z'),
    durationMs: 21_400,
    casesMs: 20_000,
    peakMemoryBytes: 100_000_000,
    peers: [peer('go-grpc', 'google.golang.org/grpc'), peer('ts-connect', '@connectrpc/connect')],
    cells: peers.flatMap((client) => peers.map((server) => cell(client, server))),
    cases: ids.map((id) => ({ id, title: `title of ${id}`, source: 'a document' })),
    results,
    findings: [],
    summary: summaryOf(results),
    problems: [],
    warnings: [],
    interrupted: false,
    ...rest,
  };
}

/** One result of every verdict. */
export const MIXED: RunReport = run(
  [
    result('passed'),
    FAILED,
    KNOWN,
    result('unsupported', { case: 'probe/panic', reason: 'ts-connect lacks server.panic: none' }),
    result('not-run', { case: 'users/ten', reason: 'go-grpc did not start' }),
    FLAKY,
  ],
  { findings: FINDINGS, problems: ['known difference K1 matches nothing'] },
);
