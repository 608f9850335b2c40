import { entries } from './entry.ts';

const LOST = 'a-lost-connection-under-a-call-is-not-unavailable';
/** The raw peer reads on for a second after its FIN: a client that is slower meets a reset there too. */
const RACE =
  'which read or write meets the end of the connection first, and whether that is a reset by then, is a race';
const AFTER = '{after-headers,in-a-message,after-a-message,in-a-frame}';
const PLACES = '{before-headers,after-headers,in-a-message,after-a-message,in-a-frame}';

interface Lost {
  readonly client: 'ts-connect' | 'go-connect';
  readonly codes: readonly string[];
  readonly cases: string;
  /** More than one code may come, or UNAVAILABLE too. */
  readonly races?: true;
}

/** What the end of a connection comes to. */
const ENDS: readonly Lost[] = [
  {
    client: 'ts-connect',
    codes: ['CANCELLED', 'ABORTED'],
    cases: `connection/{closed,reset}-${PLACES} connection/{closed,reset}-${PLACES}-large
      connection/{closed-at-accept,reset-at-accept,closed-after-bytes,closed-after-settings}`,
    races: true,
  },
  { client: 'ts-connect', codes: ['ABORTED'], cases: 'tls/{reset,closed,closed-in-a-record}' },
  {
    client: 'go-connect',
    codes: ['INTERNAL', 'CANCELLED'],
    cases: `connection/{closed,reset}-${AFTER} connection/{closed,reset}-${AFTER}-large`,
    races: true,
  },
  {
    client: 'go-connect',
    codes: ['CANCELLED'],
    cases: `connection/{closed,reset}-before-headers connection/{closed,reset}-before-headers-large
      connection/{closed-at-accept,reset-at-accept,closed-after-bytes,closed-after-settings} tls/reset`,
    races: true,
  },
];

function lost({ client, codes, cases, races }: Lost) {
  return codes.flatMap((code) =>
    entries(
      LOST,
      `the client says ${code} when the connection is lost; gRPC over HTTP/2, "Connection failure": UNAVAILABLE`,
      [
        {
          ...{ clients: [client], instead: { code }, cases },
          ...(races === undefined ? {} : { sometimes: RACE }),
        },
      ],
    ),
  );
}

/** Connections that end, or never were. */
export const CONNECTIONS = [
  ...ENDS.flatMap(lost),
  ...entries(
    LOST,
    'connect-node makes INTERNAL of what it can not read as HTTP/2 or TLS; gRPC over HTTP/2, "Connection failure": UNAVAILABLE',
    [
      {
        clients: ['ts-connect'],
        instead: { code: 'INTERNAL' },
        cases:
          'connection/{http1-400,http1-400-at-once,http1-400-kept-open,garbage,ssh} tls/{garbage,fatal-alert,fatal-alert-kept-open,plaintext-http2,http1-400}',
      },
    ],
  ),
  ...entries(
    LOST,
    'the client makes INTERNAL of a GOAWAY with an error, and of a call that GOAWAY says was not taken; gRPC over HTTP/2, "GOAWAY Frame": UNAVAILABLE, and to be retried',
    [
      {
        clients: ['ts-connect', 'go-connect'],
        instead: { code: 'INTERNAL' },
        cases: 'goaway/enhance-your-calm',
      },
      {
        clients: ['ts-connect'],
        instead: { code: 'INTERNAL' },
        due: { code: 'UNAVAILABLE' },
        cases: 'goaway/{call-not-taken,call-not-taken-and-closed,enhance-your-calm-not-taken}',
      },
    ],
  ),
];
