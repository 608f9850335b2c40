/**
 * The facts that are read from the frames of the other side, as a raw peer saw them:
 * - `reply` (raw client): how the last call was answered, the call on the highest stream on which the
 *   client sent HEADERS. `OK`, `NOT_FOUND` … is grpc-status on HTTP 200; `HTTP 415` an HTTP status other than
 *   200, with the code behind it where there is one (`HTTP 415 INTERNAL`); `status "abc"` a grpc-status that
 *   is no code; `no status` a response that ends without one. Where no response has ended, what ended the
 *   call: `RST_STREAM PROTOCOL_ERROR`, `HTTP/1.1 400` (an answer that isn't HTTP/2), `GOAWAY PROTOCOL_ERROR`
 *   (one that tells an error, leaves the call out, or comes before the end), `closed`. And `nothing`, where
 *   the script was over before anything of that came.
 * - `encodings` (raw client): the compressions that the response to that call says its server accepts
 *   (grpc-accept-encoding), in alphabetical order, `none` where it says nothing of them.
 * - `codings`: how the other side wrote the messages of the last call, in order: `plain`, or where the Compressed-Flag is
 *   set the name that its grpc-encoding gives, `gzip, plain`; `unnamed` without a name, `none` without a message.
 * - `authority` (raw server): the `:authority` of the last call, `none` where it has none.
 * - `connections` and `calls` (raw server): how many came.
 * - `most at once` (raw server): the most streams of one connection that were open at the same time under its first
 *   MAX_CONCURRENT_STREAMS: from the client's acknowledgement of it, before which none is bound by it (RFC 9113,
 *   6.5.3), until the server says another. Of several connections the largest; `no limit` where none was acknowledged.
 * - `ended by client` (raw server): how many streams the client has ended with END_STREAM.
 * - `data first` (raw server): how many bytes of DATA came on the stream of the last call before the server gave it a
 *   window with WINDOW_UPDATE.
 * - `resets`: the codes of RST_STREAM frames in order, `none` where there is none.
 * - `goaway`: the code of the last GOAWAY frame, or `none`.
 * - `goaway text`: what the last GOAWAY frame says beside (its debug data), `none` where there is nothing.
 * - `end`: `closed` where the other side ended the connection, and did so first; else `open`.
 * - `ping acks`, `settings acks`: how many.
 */
export const FACTS = [
  'reply',
  'encodings',
  'codings',
  'authority',
  'connections',
  'calls',
  'most at once',
  'ended by client',
  'data first',
  'resets',
  'goaway',
  'goaway text',
  'end',
  'ping acks',
  'settings acks',
] as const;
export type Fact = (typeof FACTS)[number];

/** What facts must be; more than one text where the specification leaves a choice. */
export type ExpectedFacts = Readonly<Partial<Record<Fact, string | readonly string[]>>>;
