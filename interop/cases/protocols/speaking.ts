import { HttpVersion, WireProtocol } from '../../contract/generated.ts';
import type { Stage, StageClient, StagePlan } from '../../contract/stage.ts';
import type { Cell, Protocol, Transport } from '../../contract/vocabulary.ts';

const WIRE: Readonly<Record<Protocol, WireProtocol>> = {
  grpc: WireProtocol.GRPC,
  'grpc-web': WireProtocol.GRPC_WEB,
  connect: WireProtocol.CONNECT,
};

/** The part of a plan that says what is spoken: the cell's protocol, or another one, on the cell's HTTP. */
export function speaking({ protocol, transport }: Cell, instead: Protocol = protocol) {
  const http1 = transport === 'http1' ? HttpVersion.HTTP_VERSION_1_1 : HttpVersion.HTTP_VERSION_2;
  return { protocol: WIRE[instead], httpVersion: http1 } satisfies StagePlan;
}

/** A client of the stage with a server of its own, on the cell's HTTP or another. */
export async function pair(
  stage: Stage,
  transport: Transport = stage.cell.transport,
): Promise<StageClient> {
  const server = await stage.server({ transport });
  return stage.client({ target: server.address });
}
