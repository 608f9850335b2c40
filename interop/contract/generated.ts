/** The harness's one door to generated code: the control messages, and the services under test. */
export type * from '../../ts/gen/crosswire/frame/v1/frame_pb.js';
export { Direction, Frame_Kind, FrameSchema } from '../../ts/gen/crosswire/frame/v1/frame_pb.js';
export { Payloads } from '../../ts/gen/crosswire/payload/v1/payload_pb.js';
export type * from '../../ts/gen/crosswire/peer/v1/peer_pb.js';
export {
  CallRequestSchema,
  CallResponseSchema,
  CloseRequest_Mode,
  CloseRequestSchema,
  CloseResponseSchema,
  DescribeRequestSchema,
  DescribeResponseSchema,
  EventKind,
  HarnessError_Kind,
  ListenRequestSchema,
  ListenResponseSchema,
  ObservationSchema,
  ObserveRequest_Until,
  ObserveRequestSchema,
  ObserveResponseSchema,
  OutcomeSchema,
  Peer,
  RegisterRequestSchema,
  RegisterResponseSchema,
  SetHealthRequestSchema,
  SetHealthResponseSchema,
  SignalRequestSchema,
  SignalResponseSchema,
  StatsRequestSchema,
  StatsResponseSchema,
  Transport as WireTransport,
} from '../../ts/gen/crosswire/peer/v1/peer_pb.js';
export type * from '../../ts/gen/crosswire/peer/v1/plan_pb.js';
export {
  CallPlanSchema,
  Codec,
  Compression,
  Correlation,
  HttpVersion,
  MetadatumSchema,
  Protocol as WireProtocol,
  ServerPlanSchema,
  StatusDetailSchema,
  StepSchema,
  Throw_Kind,
  TlsVersion,
} from '../../ts/gen/crosswire/peer/v1/plan_pb.js';
export type * from '../../ts/gen/crosswire/peer/v1/raw_pb.js';
export { RawScriptSchema, RawStepSchema } from '../../ts/gen/crosswire/peer/v1/raw_pb.js';
export { Probe } from '../../ts/gen/crosswire/probe/v1/probe_pb.js';
export type * from '../../ts/gen/crosswire/wire/v1/wire_pb.js';
export {
  Block,
  CloseTapRequestSchema,
  CloseTapResponseSchema,
  OpenTapRequestSchema,
  OpenTapResponseSchema,
  ReadTapRequestSchema,
  ReadTapResponseSchema,
  TamperingSchema,
  Wire as WireService,
} from '../../ts/gen/crosswire/wire/v1/wire_pb.js';
export { Health } from '../../ts/gen/grpc/health/v1/health_pb.js';
export { ServerReflection } from '../../ts/gen/grpc/reflection/v1/reflection_pb.js';
export { ServerReflection as ServerReflectionV1Alpha } from '../../ts/gen/grpc/reflection/v1alpha/reflection_pb.js';
export { TestService, UnimplementedService } from '../../ts/gen/official/testing/test_pb.js';
export { OrderHandler } from '../../ts/gen/order/orders_pb.js';
export { SimpleRpcServer } from '../../ts/gen/subjects/subjects_pb.js';
export { MyService } from '../../ts/gen/users/users_pb.js';
