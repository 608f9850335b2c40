/** The harness's one door to generated code: the control messages, and the services under test. */
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
  Transport as WireTransport,
} from '../../ts/gen/crosswire/peer/v1/peer_pb.js';
export type * from '../../ts/gen/crosswire/peer/v1/plan_pb.js';
export {
  CallPlanSchema,
  Protocol as WireProtocol,
  ServerPlanSchema,
  StepSchema,
  Throw_Kind,
} from '../../ts/gen/crosswire/peer/v1/plan_pb.js';
export { Probe } from '../../ts/gen/crosswire/probe/v1/probe_pb.js';
export { Health } from '../../ts/gen/grpc/health/v1/health_pb.js';
export { OrderHandler } from '../../ts/gen/order/orders_pb.js';
export { SimpleRpcServer } from '../../ts/gen/subjects/subjects_pb.js';
export { MyService } from '../../ts/gen/users/users_pb.js';
