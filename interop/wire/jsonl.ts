import { toJson } from '@bufbuild/protobuf';
import { type Frame, FrameSchema } from '../contract/generated.ts';
import { safeJson } from '../report/json-text.ts';
import type { GrpcMessage } from './messages.ts';

/** A frame a line: ProtoJSON of crosswire.frame.v1.Frame, and the gRPC messages that were whole with it. */
export function transcriptJsonl(
  frames: readonly Frame[],
  messages: ReadonlyMap<Frame, readonly GrpcMessage[]>,
): string {
  const lines = frames.map((frame) => {
    const about = messages.get(frame);
    const json = toJson(FrameSchema, frame) as object;
    return `${safeJson(about === undefined ? json : { ...json, messages: about })}\n`;
  });
  return lines.join('');
}
