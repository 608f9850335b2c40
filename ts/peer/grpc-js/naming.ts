/** Naming is the grpc-js server interceptor of a worker: every response says which process gave it. */
import * as grpc from '@grpc/grpc-js';
import { processTrailer } from '../metadata.ts';

export const naming: grpc.ServerInterceptor = (_definition, call) =>
  new grpc.ServerInterceptingCall(call, {
    sendStatus(status, next) {
      const metadata = status.metadata?.clone() ?? new grpc.Metadata();
      metadata.set(processTrailer, `${process.pid}`);
      next({ ...status, metadata });
    },
  });
