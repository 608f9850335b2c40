import { connectEsClient } from './emit/connect-es-client.ts';
import { connectEsServer } from './emit/connect-es-server.ts';
import { connectGoClient } from './emit/connect-go-client.ts';
import { connectGoServer } from './emit/connect-go-server.ts';
import { connectPyClient } from './emit/connect-py-client.ts';
import { connectPyServer } from './emit/connect-py-server.ts';
import { grpcGoClient } from './emit/grpc-go-client.ts';
import { grpcGoServer } from './emit/grpc-go-server.ts';
import { grpcJsClient } from './emit/grpc-js-client.ts';
import { grpcJsServer } from './emit/grpc-js-server.ts';
import { grpcioAioClient } from './emit/grpcio-aio-client.ts';
import { grpcioAioServer } from './emit/grpcio-aio-server.ts';
import { grpcioClient } from './emit/grpcio-client.ts';
import { grpcioServer } from './emit/grpcio-server.ts';
import type { Program } from './program.ts';

export type Language = 'node' | 'python' | 'go';

/** A Library is what programs on it are written in, and with which packages. */
export interface Library {
  readonly title: string;
  readonly language: Language;
  /** By the names of its registry. */
  readonly packages: readonly string[];
  /** What those need in turn, where their lock file has to name it. */
  readonly behind?: readonly string[];
  readonly client: (program: Program) => string;
  readonly server: (program: Program) => string;
}

const GRPCIO = { language: 'python', packages: ['grpcio', 'protobuf'] } as const;
const WRAPPERS = 'google.golang.org/protobuf';

/** The libraries by their peers' ids. */
export const LIBRARIES: Readonly<Record<string, Library>> = {
  'ts-grpc-js': {
    title: '@grpc/grpc-js',
    language: 'node',
    packages: ['@grpc/grpc-js', '@bufbuild/protobuf'],
    client: grpcJsClient,
    server: grpcJsServer,
  },
  'ts-connect': {
    title: '@connectrpc/connect-node',
    language: 'node',
    packages: ['@connectrpc/connect-node', '@connectrpc/connect', '@bufbuild/protobuf'],
    client: connectEsClient,
    server: connectEsServer,
  },
  'python-grpcio': {
    title: 'grpcio',
    ...GRPCIO,
    client: grpcioClient,
    server: grpcioServer,
  },
  'python-grpcio-aio': {
    title: 'grpcio (asyncio)',
    ...GRPCIO,
    client: grpcioAioClient,
    server: grpcioAioServer,
  },
  'python-connect': {
    title: 'connectrpc (PyPI)',
    language: 'python',
    packages: ['connectrpc', 'pyqwest', 'protobuf', 'uvicorn', 'zttp'],
    client: connectPyClient,
    server: connectPyServer,
  },
  'go-grpc': {
    title: 'grpc-go',
    language: 'go',
    packages: ['google.golang.org/grpc', WRAPPERS],
    behind: [
      'golang.org/x/net',
      'golang.org/x/sys',
      'golang.org/x/text',
      'google.golang.org/genproto/googleapis/rpc',
    ],
    client: grpcGoClient,
    server: grpcGoServer,
  },
  'go-connect': {
    title: 'connect-go',
    language: 'go',
    packages: ['connectrpc.com/connect', WRAPPERS],
    client: connectGoClient,
    server: connectGoServer,
  },
};
