import type { MessageInitShape } from '@bufbuild/protobuf';
import { Probe, type ServerPlanSchema } from '../contract/generated.ts';
import { pathOf, type StepInit, step } from './define.ts';

/** What the scripted server does, as cases write it. */
export type ServerPlanInit = MessageInitShape<typeof ServerPlanSchema>;

/** A Kind is one of the four kinds of RPC, with Probe's method for it. */
export interface Kind {
  readonly id: 'unary' | 'server-stream' | 'client-stream' | 'bidi-stream';
  readonly method: string;
  readonly manyRequests: boolean;
  readonly manyResponses: boolean;
}

const method = Probe.method;

/** The four kinds (gRPC "Core concepts", "Service definition"). */
export const KINDS: readonly Kind[] = [
  { id: 'unary', method: pathOf(method.unary), manyRequests: false, manyResponses: false },
  {
    id: 'server-stream',
    method: pathOf(method.serverStream),
    manyRequests: false,
    manyResponses: true,
  },
  {
    id: 'client-stream',
    method: pathOf(method.clientStream),
    manyRequests: true,
    manyResponses: false,
  },
  { id: 'bidi-stream', method: pathOf(method.bidiStream), manyRequests: true, manyResponses: true },
];

/** The capabilities that a case of this kind needs at the least. */
export function needsOf(kind: Kind, ...more: readonly string[]): string[] {
  return [`client.${kind.id}`, `server.${kind.id}`, ...more];
}

/** A plan for Probe. */
export function probePlan(kind: Kind, steps: readonly StepInit[], serverPlan: ServerPlanInit) {
  return { method: kind.method, steps: [...steps], serverPlan };
}

/** The client's messages of a kind: one, or as many as asked, with bodies of 3 bytes. */
export function requests(kind: Kind, count: number): StepInit {
  return step.sendBody(3, 0, kind.manyRequests ? count : 1);
}
