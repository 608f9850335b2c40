/** Echo is what the Probe service does without a plan: request bodies are sent back. */
import { create } from '@bufbuild/protobuf';
import {
  type ProbeRequest,
  type ProbeResponse,
  ProbeResponseSchema,
} from '../gen/crosswire/probe/v1/probe_pb.js';

/** echo sends one body back. */
export function echo({ body }: ProbeRequest): ProbeResponse {
  return create(ProbeResponseSchema, { body });
}

/** echoEach sends one response a request. */
export async function* echoEach(
  requests: Iterable<ProbeRequest> | AsyncIterable<ProbeRequest>,
): AsyncGenerator<ProbeResponse> {
  for await (const request of requests) yield echo(request);
}

/** echoAll sends the bodies back joined. */
export async function echoAll(requests: AsyncIterable<ProbeRequest>): Promise<ProbeResponse> {
  const bodies: Uint8Array[] = [];
  for await (const { body } of requests) bodies.push(body);
  return create(ProbeResponseSchema, { body: new Uint8Array(Buffer.concat(bodies)) });
}
