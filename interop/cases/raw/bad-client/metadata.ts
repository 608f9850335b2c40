import type { ExpectedMetadatum } from '../../../contract/case.ts';
import type { CaseInit } from '../../define.ts';
import type { Fields } from '../script.ts';
import { bad, EITHER, head, SEEN, UNREADABLE } from './request.ts';

/** Custom metadata, as clients may write it. */

const CUSTOM = 'gRPC over HTTP/2, "Custom-Metadata"';

function arrives(id: string, title: string, fields: Fields, metadata: ExpectedMetadatum[]) {
  return bad({
    id: `metadata/${id}`,
    title,
    source: CUSTOM,
    fields: head({}, fields),
    reply: 'OK',
    observed: { ...SEEN, metadata },
  });
}

/** It must not hurt the call; whether the handler sees it is left open. */
function harmless(id: string, title: string, source: string, fields: Fields): CaseInit {
  return bad({
    id: `metadata/${id}`,
    title,
    source,
    fields: head({}, fields),
    reply: 'OK',
    observed: SEEN,
  });
}

const bytes = (...values: readonly number[]) => Uint8Array.from(values);

const ascii = [
  arrives(
    'duplicate',
    'Three values of one name arrive in order',
    [
      ['x-many', 'one'],
      ['x-other', 'between'],
      ['x-many', 'two'],
      ['x-many', 'one'],
    ],
    [{ name: 'x-many', values: ['one', 'two', 'one'], mayJoin: true }],
  ),
  arrives(
    'comma',
    'A value with commas stays one value',
    [['x-comma', 'a,b, c']],
    [{ name: 'x-comma', values: ['a,b, c'] }],
  ),
  arrives(
    'odd-names',
    'Names of digits, underscores, hyphens and dots arrive',
    [
      ['0x_a.b-1', 'first'],
      ['_', 'second'],
    ],
    [
      { name: '0x_a.b-1', values: ['first'] },
      { name: '_', values: ['second'] },
    ],
  ),
  arrives(
    'all-printable',
    'All printable ASCII characters arrive',
    [['x-print', `!"#$%&'()*+,-./09:;<=>?@AZ[\\]^_\`az{|}~ .`]],
    [{ name: 'x-print', values: [`!"#$%&'()*+,-./09:;<=>?@AZ[\\]^_\`az{|}~ .`] }],
  ),
  harmless('empty', 'An empty value does not hurt the call', `${CUSTOM}: "must not error"`, [
    ['x-empty', ''],
  ]),
  harmless('tab', 'A tab in a value does not hurt the call', `${CUSTOM}: "must not error"`, [
    ['x-tab', 'a\tb'],
  ]),
  harmless(
    'latin-1',
    'A byte beyond ASCII in a value does not hurt the call',
    `${CUSTOM}: "must not error due to receiving an invalid ASCII-Value that's a valid field-value in HTTP"`,
    [['x-latin', Buffer.from([0x61, 0xe9, 0x62])]],
  ),
  harmless('reserved-name', 'A reserved name does not hurt the call', CUSTOM, [
    ['grpc-nobody-knows-this', 'x'],
  ]),
  harmless(
    'outer-space',
    'Spaces around a value are stripped or taken, and do not hurt the call',
    `${CUSTOM}: "If it contains leading or trailing whitespace, it may be stripped"`,
    [['x-space', ' a ']],
  ),
];

const binary = [
  arrives(
    'bin-padded',
    'Base64 with padding is decoded',
    [['x-data-bin', 'AAH+/w==']],
    [{ name: 'x-data-bin', values: [bytes(0, 1, 254, 255)] }],
  ),
  arrives(
    'bin-unpadded',
    'Base64 without padding is decoded',
    [['x-data-bin', 'AAH+/w']],
    [{ name: 'x-data-bin', values: [bytes(0, 1, 254, 255)] }],
  ),
  arrives(
    'bin-several',
    'Several binary values of one name arrive in order',
    [
      ['x-data-bin', '/v8='],
      ['x-data-bin', 'AAE'],
      ['x-data-bin', 'gIE'],
    ],
    [{ name: 'x-data-bin', values: [bytes(254, 255), bytes(0, 1), bytes(128, 129)] }],
  ),
  arrives(
    'bin-joined',
    'Binary values that were joined with a comma are split before they are decoded',
    [['x-data-bin', 'AAE,/v8=']],
    [{ name: 'x-data-bin', values: [bytes(0, 1), bytes(254, 255)] }],
  ),
  arrives(
    'bin-joined-with-space',
    'Binary values that were joined with a comma and a space are split before they are decoded',
    [['x-data-bin', 'AAE=, /v8']],
    [{ name: 'x-data-bin', values: [bytes(0, 1), bytes(254, 255)] }],
  ),
  harmless('bin-empty', 'An empty binary value does not hurt the call', CUSTOM, [
    ['x-data-bin', ''],
  ]),
  ...[
    ['bin-junk', '!!!!'],
    ['bin-one-digit', 'A'],
    ['bin-url-alphabet', '-_-_'],
  ].map(([id = '', value = '']) =>
    bad({
      id: `metadata/${id}`,
      title: `A binary value ${value}, which is no base64, is refused or taken in some way`,
      source: `${CUSTOM}; RFC 4648, 4; what a server does with a value that can't be decoded is not said`,
      fields: head({}, [['x-data-bin', value]]),
      reply: ['OK', ...UNREADABLE],
      observed: EITHER,
    }),
  ),
];

/** What a call carries beside its own headers. */
export const metadata: readonly CaseInit[] = [...ascii, ...binary];
