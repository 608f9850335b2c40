/** The types of HTTP/2's frames (RFC 9113, 6). */
export const TYPE = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const;
export type TypeName = keyof typeof TYPE;

const TYPE_NAMES = Object.keys(TYPE) as readonly TypeName[];

/** The name of a type of frame; undefined for one that the specification doesn't know. */
export function typeName(type: number): TypeName | undefined {
  return TYPE_NAMES[type];
}

/** The flags of frames; ACK, of SETTINGS and PING, is the same bit as END_STREAM (RFC 9113, 6). */
export const FLAG = {
  END_STREAM: 0x1,
  ACK: 0x1,
  END_HEADERS: 0x4,
  PADDED: 0x8,
  PRIORITY: 0x20,
} as const;

/** The identifiers of settings (RFC 9113, 6.5.2; RFC 8441; RFC 9218). */
export const SETTING = {
  HEADER_TABLE_SIZE: 1,
  ENABLE_PUSH: 2,
  MAX_CONCURRENT_STREAMS: 3,
  INITIAL_WINDOW_SIZE: 4,
  MAX_FRAME_SIZE: 5,
  MAX_HEADER_LIST_SIZE: 6,
  ENABLE_CONNECT_PROTOCOL: 8,
  NO_RFC7540_PRIORITIES: 9,
} as const;

const SETTING_NAMES = new Map<number, string>(
  Object.entries(SETTING).map(([name, id]) => [id, name]),
);

/** The name of a setting, or `setting 7` for an identifier that is none's. */
export function settingName(id: number): string {
  return SETTING_NAMES.get(id) ?? `setting ${id}`;
}

/** The error codes by number (RFC 9113, 7). */
export const ERROR_CODES = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Where the error code is in the payload of a frame that has one (RFC 9113, 6.4 and 6.8). */
const CODE_AT: Readonly<Record<number, number>> = { [TYPE.RST_STREAM]: 0, [TYPE.GOAWAY]: 4 };

/** The error code of RST_STREAM or GOAWAY by name; undefined of other frames, and of those too short. */
export function errorOf(type: number, payload: Uint8Array): string | undefined {
  const at = CODE_AT[type];
  if (at === undefined || payload.length < at + 4) return undefined;
  const code = Buffer.from(payload).readUInt32BE(at);
  return ERROR_CODES[code] ?? `code ${code}`;
}
