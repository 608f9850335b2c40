import type { CasePlan, Expectation } from '../../contract/case.ts';
import { type CaseInit, step } from '../define.ts';
import {
  arrives,
  ask,
  DUPLEX,
  described,
  duplex,
  LARGE,
  largeRequest,
  UNARY,
  unary,
  zeros,
} from './parts.ts';

const INITIAL = { name: 'x-grpc-test-echo-initial', text: 'test_initial_metadata_value' } as const;
const TRAILING = {
  name: 'x-grpc-test-echo-trailing-bin',
  bytes: Uint8Array.of(0xab, 0xab, 0xab),
} as const;

const SENT: CasePlan['metadata'] = [
  { name: INITIAL.name, value: new TextEncoder().encode(INITIAL.text) },
  { name: TRAILING.name, value: TRAILING.bytes },
];

const COMES_BACK = {
  code: 'OK',
  messages: [arrives.response(LARGE.back)],
  headers: [{ name: INITIAL.name, values: [INITIAL.text] }],
  trailers: [{ name: TRAILING.name, values: [TRAILING.bytes] }],
  observed: {
    seen: true,
    metadata: [
      { name: INITIAL.name, values: [INITIAL.text] },
      { name: TRAILING.name, values: [TRAILING.bytes] },
    ],
  },
} as const satisfies Expectation;

const TITLE = 'one metadatum comes back in the headers, and one of bytes in the trailers';

/** Metadata that the server hands back. */
export const metadataCases: readonly CaseInit[] = [
  {
    id: 'custom-metadata/unary',
    title: `Of a unary call, ${TITLE}`,
    source: described('custom_metadata'),
    tier: 'pairs',
    needs: UNARY,
    plan: unary(largeRequest, { metadata: SENT }),
    expect: COMES_BACK,
  },
  {
    id: 'custom-metadata/duplex',
    title: `Of a duplex call, ${TITLE}`,
    source: described('custom_metadata'),
    tier: 'pairs',
    needs: DUPLEX,
    plan: duplex(
      [
        ask({ responseParameters: [{ size: LARGE.back }], payload: zeros(LARGE.out) }),
        step.halfClose(),
      ],
      { metadata: SENT },
    ),
    expect: COMES_BACK,
  },
];
