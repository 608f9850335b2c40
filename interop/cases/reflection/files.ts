/** What the descriptors must say, by hand: a line for each field, `number label type name`, and for each method. */

/** A file of ours, and what it declares. */
export interface OurFile {
  readonly name: string;
  /** Names that it declares: of services, messages and enums. */
  readonly types: readonly string[];
  readonly methods: readonly string[];
  readonly declares: readonly string[];
}

const PAYLOAD = 'crosswire.payload.v1';
const WKT = 'google.protobuf';

const EVERYTHING: readonly string[] = [
  '1 double double_value',
  '2 float float_value',
  '3 int32 int32_value',
  '4 int64 int64_value',
  '5 uint32 uint32_value',
  '6 uint64 uint64_value',
  '7 sint32 sint32_value',
  '8 sint64 sint64_value',
  '9 fixed32 fixed32_value',
  '10 fixed64 fixed64_value',
  '11 sfixed32 sfixed32_value',
  '12 sfixed64 sfixed64_value',
  '13 bool bool_value',
  '14 string string_value',
  '15 bytes bytes_value',
  `16 ${PAYLOAD}.Colour colour`,
  `17 ${PAYLOAD}.Everything recursive`,
  `18 ${PAYLOAD}.Inner inner`,
  '19 optional int32 optional_int32',
  '20 optional string optional_string',
  '21 oneof choice string choice_text',
  '22 oneof choice int64 choice_number',
  `23 oneof choice ${PAYLOAD}.Inner choice_inner`,
  '24 oneof choice bool choice_bool',
  '25 repeated int32 packed',
  '26 repeated int32 unpacked [packed = false]',
  '27 repeated string texts',
  `28 repeated ${PAYLOAD}.Inner inners`,
  `29 repeated ${PAYLOAD}.Colour colours`,
  `30 repeated ${PAYLOAD}.Everything.TextByTextEntry text_by_text`,
  `31 repeated ${PAYLOAD}.Everything.InnerByInt32Entry inner_by_int32`,
  `32 repeated ${PAYLOAD}.Everything.BytesByBoolEntry bytes_by_bool`,
  `33 repeated ${PAYLOAD}.Everything.ColourByInt64Entry colour_by_int64`,
  `34 repeated ${PAYLOAD}.Everything.DoubleByUint64Entry double_by_uint64`,
  `40 ${WKT}.Any any`,
  `41 ${WKT}.Timestamp timestamp`,
  `42 ${WKT}.Duration duration`,
  `43 ${WKT}.Struct struct`,
  `44 ${WKT}.Value value`,
  `45 ${WKT}.ListValue list`,
  `46 ${WKT}.FieldMask field_mask`,
  `47 ${WKT}.Empty empty`,
  `48 ${WKT}.NullValue null_value`,
  `50 ${WKT}.DoubleValue wrapped_double`,
  `51 ${WKT}.FloatValue wrapped_float`,
  `52 ${WKT}.Int64Value wrapped_int64`,
  `53 ${WKT}.UInt64Value wrapped_uint64`,
  `54 ${WKT}.Int32Value wrapped_int32`,
  `55 ${WKT}.UInt32Value wrapped_uint32`,
  `56 ${WKT}.BoolValue wrapped_bool`,
  `57 ${WKT}.StringValue wrapped_string`,
  `58 ${WKT}.BytesValue wrapped_bytes`,
  '60 int32 renamed [json_name = another-name]',
  '61 int32 field_2_with_3_digits4',
  '62 int32 class',
];

const in_ = (message: string, ...fields: readonly string[]) =>
  fields.map((field) => `${message}: ${field}`);

/** Files with services, as proto/ has them. */
export const OUR_FILES: readonly OurFile[] = [
  {
    name: 'crosswire/payload/v1/payload.proto',
    types: [`${PAYLOAD}.Payloads`, `${PAYLOAD}.Everything`, `${PAYLOAD}.Colour`],
    methods: [`${PAYLOAD}.Payloads.Echo`],
    declares: [
      `Colour: COLOUR_UNSPECIFIED = 0, COLOUR_RED = 1, COLOUR_GREEN = 2, COLOUR_DARKEST = -2147483648`,
      ...in_('Inner', '1 string text', '2 int32 number'),
      ...in_('Everything', ...EVERYTHING),
      ...in_('Everything.TextByTextEntry', '1 string key', '2 string value'),
      ...in_('Everything.InnerByInt32Entry', '1 int32 key', `2 ${PAYLOAD}.Inner value`),
      ...in_('Everything.BytesByBoolEntry', '1 bool key', '2 bytes value'),
      ...in_('Everything.ColourByInt64Entry', '1 int64 key', `2 ${PAYLOAD}.Colour value`),
      ...in_('Everything.DoubleByUint64Entry', '1 uint64 key', '2 double value'),
      `Payloads: Echo(${PAYLOAD}.Everything) returns (${PAYLOAD}.Everything)`,
      `Payloads: Peek(${PAYLOAD}.Everything) returns (${PAYLOAD}.Everything)`,
    ],
  },
  {
    name: 'users/users.proto',
    types: ['MyService', 'UserReply'],
    methods: ['MyService.User'],
    declares: [
      ...in_('UserReq', '1 repeated int32 userIDs'),
      ...in_('UserReply', '1 string message', '2 repeated User data'),
      ...in_('User', '1 string name', '2 int32 age', '3 string email'),
      `MyService: Health(${WKT}.Empty) returns (${WKT}.Empty)`,
      'MyService: User(UserReq) returns (UserReply)',
    ],
  },
  {
    name: 'subjects/subjects.proto',
    types: ['SimpleRpcServer', 'QuestionType'],
    methods: [],
    declares: [
      ...in_('Subject', '1 string name'),
      ...in_('QuestionType', '1 string name'),
      'SimpleRpcServer: GetSubjectQuestionTypes(Subject) returns (stream QuestionType)',
    ],
  },
  {
    name: 'order/orders.proto',
    types: ['order.OrderHandler', 'order.JSONResponse'],
    methods: ['order.OrderHandler.create_order'],
    declares: [
      ...in_('OrderRequest', '1 string phone', '2 string price'),
      ...in_('OrderRequest', '3 repeated order.OrderRequest.RequestArgEntry request_arg'),
      ...in_('OrderRequest.RequestArgEntry', '1 string key', '2 string value'),
      ...in_('JSONResponse', '1 string rst_string'),
      'OrderHandler: create_order(order.OrderRequest) returns (order.JSONResponse)',
    ],
  },
];

/** Whether a file has a package. */
export function hasPackage({ types: [first = ''] }: OurFile): boolean {
  return first.includes('.');
}

/** What every server must list, beside what has no package. */
export const OUR_SERVICES: readonly string[] = [
  'crosswire.payload.v1.Payloads',
  'crosswire.probe.v1.Probe',
  'grpc.health.v1.Health',
  'grpc.testing.TestService',
  'order.OrderHandler',
];
export const WITHOUT_PACKAGE: readonly string[] = ['MyService', 'SimpleRpcServer'];
