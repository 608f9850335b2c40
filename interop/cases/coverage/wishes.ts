import { because, type Row, row } from './row.ts';

/** What people ask of such a tool. */
export const WISHES: readonly Row[] = [
  row('Which versions work together', 'grpc-go#6813', 'interop/report/terminal.test.ts'),
  row(
    'A matrix over languages that one command runs, and whose failures name the mismatch',
    'grpc#10016, well-typed/grapesy#96, 7etsuo/tetsuo-pulse#3593',
    'interop/cli/run.test.ts',
    'interop/report/wording.test.ts',
  ),
  because(
    'Versions are those of the lock files: a run with others is a change of those',
    row('A matrix of versions in CI', 'elixir-grpc/grpc#223'),
  ),
  row(
    'No green that is false',
    'pact-foundation/pact-protobuf-plugin#15, #233',
    'interop/proof/breaking.test.ts',
    'interop/proof/sabotage/catch.test.ts',
  ),
  row(
    'Servers that do wrong on purpose',
    'grpc-node#2467, YoshiyukiKato/grpc-mock#4',
    'bad-server/**',
    'bad-client/**',
  ),
  row(
    'Known failures that are narrow and have reasons, lists of cases, a case left out for one peer, peers that already run',
    'connectrpc/conformance#884, #1115, #889, #917, #751',
    'interop/judge/known.test.ts',
    'interop/cases/known.test.ts',
    'interop/cli/options.test.ts',
    'interop/cli/external.test.ts',
  ),
  row(
    'Results as JSON and JUnit',
    'modelcontextprotocol/conformance#486',
    'interop/report/json.test.ts',
    'interop/report/junit.test.ts',
  ),
  row(
    'Schemas that agree are not behaviour that does',
    'bufbuild/buf#2167, pact-foundation/pact.io#78',
    'payload/**',
    'status/**',
  ),
];
