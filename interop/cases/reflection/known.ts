import type { KnownDifference } from '../../contract/known.ts';

const GRPCIO = ['python-grpcio', 'python-grpcio-aio'] as const;
const both = (id: string) => [`reflection/v1/${id}`, `reflection/v1alpha/${id}`];
const NO_FILE = 'no such file';

/** What servers leave out of reflection. */
export const KNOWN_REFLECTION: readonly KnownDifference[] = [
  {
    cases: both('methods'),
    clients: 'all',
    servers: GRPCIO,
    instead: {
      'crosswire.payload.v1.Payloads.Echo': NO_FILE,
      'order.OrderHandler.create_order': NO_FILE,
    },
    reason:
      'protobuf\'s FindFileContainingSymbol in Python does not know methods, so grpcio-reflection answers NOT_FOUND; reflection.proto: "<package>.<service>[.<method>]"',
    link: 'docs/findings.md#grpcio-reflection-finds-no-methods',
  },
  {
    cases: both('services-without-package'),
    clients: 'all',
    servers: ['ts-grpc-js'],
    instead: { 'not listed': 'MyService, SimpleRpcServer' },
    reason:
      '@grpc/reflection lists a service without a package with a dot before its name; server-reflection.md: "full names of registered services"',
    link: 'docs/findings.md#reflection-of-grpc-js-puts-a-dot-before-names-without-a-package',
  },
  {
    cases: both('types-without-package'),
    clients: 'all',
    servers: ['ts-grpc-js'],
    instead: {
      MyService: NO_FILE,
      UserReply: NO_FILE,
      SimpleRpcServer: NO_FILE,
      QuestionType: NO_FILE,
    },
    reason:
      '@grpc/reflection knows names without a package only with a dot before them; reflection.proto: "a fully-qualified symbol name"',
    link: 'docs/findings.md#reflection-of-grpc-js-puts-a-dot-before-names-without-a-package',
  },
];
