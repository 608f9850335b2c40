/** Local port of a channel's connection: grpc-js shows it through channelz, and nowhere else. */
import * as grpc from '@grpc/grpc-js';

const channelz = grpc.getChannelzHandlers();

/** localPort is 0 when the channel has no connection, or more than one. */
export function localPort(client: grpc.Client): number {
  const { id } = client.getChannel().getChannelzRef();
  const subchannels = ask(channelz.GetChannel, { channel_id: `${id}` })?.channel?.subchannel_ref;
  const sockets = (subchannels ?? []).flatMap(({ subchannel_id }) => {
    const answer = ask(channelz.GetSubchannel, { subchannel_id: `${subchannel_id}` });
    return answer?.subchannel?.socket_ref ?? [];
  });
  if (sockets.length !== 1) return 0;
  const answer = ask(channelz.GetSocket, { socket_id: `${sockets[0]?.socket_id}`, summary: true });
  return answer?.socket?.local?.tcpip_address?.port ?? 0;
}

/**
 * ask calls a channelz handler in this process: all that it reads of the call is the request. It throws on a
 * connection that has just died, since grpc-js reads addresses of a socket that is no more (getChannelzInfo).
 */
function ask<Request, Response>(
  handler: grpc.handleUnaryCall<Request, Response>,
  request: Request,
): Response | undefined {
  let answer: Response | undefined;
  try {
    handler({ request } as grpc.ServerUnaryCall<Request, Response>, (_error, value) => {
      answer = value ?? undefined;
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return answer;
}
