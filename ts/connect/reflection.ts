/** Reflection answers grpc.reflection on a Connect router: Connect for Node has no package for it. */
import type { DescService } from '@bufbuild/protobuf';
import type { ConnectRouter } from '@connectrpc/connect';
import { ServerReflection as V1 } from '../gen/grpc/reflection/v1/reflection_pb.js';
import { ServerReflection as V1Alpha } from '../gen/grpc/reflection/v1alpha/reflection_pb.js';
import { type Question, Reflection, type Reply } from '../services/reflection.ts';

interface Request {
  readonly host: string;
  readonly messageRequest: Question;
}

/** registerReflection lists these services, and shows their files: in both versions, which differ in name only. */
export function registerReflection(router: ConnectRouter, services: readonly DescService[]): void {
  const reflection = new Reflection(services);
  router.service(V1, {
    async *serverReflectionInfo(requests) {
      for await (const request of requests) yield answered(reflection, request);
    },
  });
  router.service(V1Alpha, {
    async *serverReflectionInfo(requests) {
      for await (const request of requests) yield answered(reflection, request);
    },
  });
}

function answered<R extends Request>(
  reflection: Reflection,
  request: R,
): { validHost: string; originalRequest: R; messageResponse: Reply } {
  const messageResponse = reflection.answer(request.messageRequest);
  return { validHost: request.host, originalRequest: request, messageResponse };
}
