import { because, type Row, row } from './row.ts';

const S1 = 'S1, subjects over ZooKeeper';
const S2 = 'S2, the gRPC field guide';
const S3 = 'S3, users';
const S4 = 'S4, orders';

const PROGRAMS = [
  'ts/programs/programs.test.ts',
  'python/tests/test_programs.py',
  'go/cmd/programs_test.go',
] as const;

const subjects: readonly Row[] = [
  row(
    'The service has no package: its path is /SimpleRpcServer/GetSubjectQuestionTypes',
    S1,
    'subjects/*',
  ),
  row(
    'Seven subjects have their kinds of question, in their order',
    S1,
    'subjects/{chinese,math,english,physics,chemistry,biology,history}',
  ),
  row(
    'Servers register under /rpc_calc, one ephemeral node in sequence each, with host and port as JSON',
    S1,
    'discovery/zookeeper/subjects',
    'ts/programs/registries.test.ts',
    'python/tests/discovery/test_zookeeper.py',
    'go/cmd/registry_test.go',
  ),
  row(
    'Clients watch the nodes and keep their list current',
    S1,
    'discovery/zookeeper/{planned-drain,killed-*,session-expiry,registry-lost}',
  ),
  row('A client picks a server at random', S1, 'discovery/zookeeper/random{,-mixed}'),
  row(
    'Three servers on 8003, 8005 and 8009, and clients that each are served',
    S1,
    'interop/cli/demonstration.test.ts',
  ),
  row(
    'An unknown subject is NOT_FOUND, where the document has a traceback',
    S1,
    'subjects/unknown-subject*',
    'subjects/empty-name',
  ),
];

const guide: readonly Row[] = [
  row('The four kinds of RPC', S2, 'streams/**', 'status/*/before-messages/*'),
  row(
    'A client waits for its reply, or goes on and takes it later',
    S2,
    'invocation/**',
    ...PROGRAMS,
  ),
  row('A server on threads, and one on an event loop', S2, 'concurrency/*', ...PROGRAMS),
  row('Consul knows the servers, and tells clients', S2, 'discovery/consul/*'),
  row(
    'A health check takes a sick instance out of rotation',
    S2,
    'discovery/consul/sick-instance',
    'health/check/*',
  ),
  row('The KV store configures a server while it runs', S2, 'discovery/consul/settings'),
  row('Several data centres', S2, 'discovery/consul/{other-data-centre,failover}'),
  row('Balancing at random', S2, 'discovery/consul/random{,-mixed}'),
  row(
    'Round robin: the next healthy address',
    S2,
    'discovery/consul/round-robin{,-mixed}',
    'discovery/zookeeper/round-robin{,-mixed}',
  ),
  row('Least connections', S2, 'discovery/*/least-connections{,-mixed}'),
  row(
    'Weights, whose shares are exact, and may change',
    S2,
    'discovery/*/weighted{,-mixed}',
    'discovery/*/weights-changed',
  ),
  row('nginx balances with grpc_pass', S2, 'proxy/nginx/round-robin', 'proxy/nginx/upstream-dies'),
  row('A pool of a hundred threads', S2, 'concurrency/{full-pool,hundred-at-once}'),
  because(
    'Only what shares a port is a case: a balancer before several ports is that of nginx above',
    row(
      'Several processes, on several ports and on one',
      S2,
      'concurrency/processes-on-one-port',
      'ts/programs/processes.test.ts',
      'python/tests/test_processes.py',
      'go/cmd/processes_test.go',
    ),
  ),
  row(
    'A client tells UNAVAILABLE from the rest, and shows the details',
    S2,
    'status/*/before-messages/unavailable',
    'status/details/**',
    ...PROGRAMS,
  ),
  row('A server sets INTERNAL, and still returns a message', S2, 'exceptions/*/status-and-message'),
  row('Deadlines at the client and at the server', S2, 'deadline/*/*'),
  row('A deadline goes upstream', S2, 'deadline/propagation/**'),
];

const users: readonly Row[] = [
  row(
    'The service has no package; Health is of google.protobuf.Empty',
    S3,
    'users/health-answers-empty',
  ),
  row('User takes ids, and answers success and the users', S3, 'users/*'),
  row(
    'Go asks Python for the users 1 and 2 within a second',
    S3,
    'users/two-users-by-id',
    'go/cmd/programs_test.go',
  ),
  row(
    'Health answers Empty, where the document returns None',
    S3,
    'users/health-answers-empty',
    'exceptions/*/return-nothing',
  ),
];

const orders: readonly Row[] = [
  row(
    'The path keeps its small letters, /order.OrderHandler/create_order, whatever stubs call it',
    S4,
    'orders/create-order',
  ),
  row('request_arg is a map', S4, 'orders/map/*'),
  row('The reply is the JSON text {"ret": "Hi gRPC"}', S4, 'orders/create-order'),
  row('The server listens on 12006', S4, ...PROGRAMS),
  row(
    'A handler that raises an error of the language, as the document does by mistake',
    S4,
    'exceptions/*/native-error{,-after-messages}',
  ),
];

const all: readonly Row[] = [
  row(
    'Each system runs in TypeScript, Python and Go, each as client and as server',
    'all four',
    'users/*',
    'subjects/*',
    'orders/**',
    'interop/cli/program.test.ts',
  ),
  row(
    'Field numbers, paths and data are exactly those of the documents',
    'all four',
    'users/*',
    'subjects/*',
    'orders/**',
    'reflection/*/files',
  ),
];

export const DOCUMENTS: readonly Row[] = [...subjects, ...guide, ...users, ...orders, ...all];
