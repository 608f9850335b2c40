import type { Stage } from '../../contract/stage.ts';
import { type ScenarioInit, suite } from '../define.ts';
import { KINDS, type Kind, needsOf } from '../kinds.ts';
import { agree } from './agree.ts';
import { ENDS, type End } from './ends.ts';

const SOURCE =
  'gRPC "Core concepts", "RPC life cycle": a library may offer a call synchronously and asynchronously; what the call means, and comes to, is the same';

function ofKind(kind: Kind, end: End): ScenarioInit {
  return {
    id: `${kind.id}/${end.id}`,
    title: `A ${kind.id} call that ${end.title} comes to the same in each of the client's ways to call`,
    source: SOURCE,
    tier: 'each-peer',
    needs: needsOf(kind, ...end.needs),
    services: [],
    scenario: async (stage) =>
      agree(stage, { server: await stage.server(), cell: stage.cell }, kind, end),
  };
}

/** All kinds at once: what only HTTP/2 promises is on HTTP/2, in whichever cell. */
async function allAgree(stage: Stage, end: End): Promise<void> {
  const { cell } = stage;
  const own = { server: await stage.server({ transport: cell.transport }), cell };
  const http2 = { server: await stage.server(), cell: { ...cell, transport: 'h2c' } } as const;
  const placeOf = ({ id }: Kind) => (id === 'bidi-stream' ? http2 : own);
  await Promise.all(KINDS.map((kind) => agree(stage, placeOf(kind), kind, end, `${kind.id} `)));
}

function spoken(end: End): ScenarioInit {
  return {
    id: `protocols/${end.id}`,
    title: `A call of any kind over Connect or gRPC-Web that ${end.title} comes to the same in each of the client's ways to call`,
    source: SOURCE,
    tier: 'protocol',
    needs: [...KINDS.flatMap((kind) => needsOf(kind)), ...end.needs],
    services: [],
    scenario: (stage) => allAgree(stage, end),
  };
}

/** Every way of a library to call: all four kinds, to each end. */
export const invocation = suite('invocation', [
  ...KINDS.flatMap((kind) => ENDS.map((end) => ofKind(kind, end))),
  ...ENDS.map(spoken),
]);
