import { because, type Row, row } from './row.ts';

const DESCRIPTION = 'grpc/grpc doc/interop-test-descriptions.md';
const BAD_SERVERS = 'grpc/grpc doc/negative-http2-interop-test-descriptions.md';

/** The suite's names, each with the patterns of the cases that are it; without any it is `official/<name>`. */
const CASES: readonly (readonly [name: string, ...by: string[]])[] = [
  ['empty_unary'],
  ['large_unary'],
  ['client_streaming'],
  ['server_streaming'],
  ['ping_pong'],
  ['empty_stream'],
  ['custom_metadata', 'official/custom-metadata/*'],
  ['status_code_and_message', 'official/status-code-and-message/*'],
  ['special_status_message'],
  ['unimplemented_method'],
  ['unimplemented_service'],
  ['cancel_after_begin'],
  ['cancel_after_first_response'],
  ['timeout_on_sleeping_server'],
  ['client_compressed_unary', 'official/client-compressed-unary/*'],
  ['server_compressed_unary', 'official/server-compressed-unary/*', 'official/wire/unary-*'],
  ['client_compressed_streaming', 'official/client-compressed-streaming/*'],
  ['server_compressed_streaming', 'official/server-compressed-streaming', 'official/wire/stream'],
  ['rpc_soak'],
  ['channel_soak'],
];

const NEGATIVE = [
  'goaway',
  'rst_after_header',
  'rst_during_data',
  'rst_after_data',
  'ping',
  'max_streams',
  'data_frame_padding',
] as const;

const OF_A_CLOUD = [
  'compute_engine_creds',
  'jwt_token_creds',
  'oauth2_auth_token',
  'per_rpc_creds',
  'google_default_credentials',
] as const;

export const OFFICIAL_SUITE: readonly Row[] = [
  ...CASES.map(([name, ...by]) => {
    const own = `official/${name.replaceAll('_', '-')}`;
    return row(name, DESCRIPTION, ...(by.length === 0 ? [own] : by));
  }),
  ...NEGATIVE.map((name) => row(name, BAD_SERVERS, `bad-server/official/${name}`)),
  ...OF_A_CLOUD.map((name) => because('It needs an account at a cloud', row(name, DESCRIPTION))),
  because(
    'It needs a traffic director',
    row('the cases of xDS', 'grpc/grpc doc/xds-test-descriptions.md'),
  ),
];
