import { UnimplementedService } from '../../contract/generated.ts';
import { type CaseInit, pathOf, step } from '../define.ts';
import { ask, DUPLEX, described, duplex, method, UNARY, unary } from './parts.ts';

const PLAIN = { code: 2, message: 'test status message' } as const;
const SPECIAL = {
  code: 2,
  message: '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n',
} as const;

const ENDS = { code: 'UNKNOWN', messages: [], observed: { seen: true } } as const;

const wanted: readonly CaseInit[] = [
  {
    id: 'status-code-and-message/unary',
    title: 'The status that a unary call asks for is its end',
    source: described('status_code_and_message'),
    needs: UNARY,
    plan: unary({ responseStatus: PLAIN }),
    expect: { ...ENDS, message: PLAIN.message },
  },
  {
    id: 'status-code-and-message/duplex',
    title: 'The status that a duplex call asks for is its end',
    source: described('status_code_and_message'),
    needs: DUPLEX,
    plan: duplex([ask({ responseStatus: PLAIN }), step.halfClose()]),
    expect: { ...ENDS, message: PLAIN.message },
  },
  {
    id: 'special-status-message',
    title: 'Whitespace, and Unicode within and beyond the BMP, come through in a status message',
    source: described('special_status_message'),
    needs: UNARY,
    plan: unary({ responseStatus: SPECIAL }),
    expect: { ...ENDS, message: SPECIAL.message },
  },
];

const NOT_THERE = { code: 'UNIMPLEMENTED', messages: [], observed: { seen: false } } as const;

const unimplemented: readonly CaseInit[] = [
  {
    id: 'unimplemented-method',
    title: 'A method that the server leaves out is UNIMPLEMENTED',
    source: described('unimplemented_method'),
    needs: UNARY,
    plan: {
      method: pathOf(method.unimplementedCall),
      steps: [step.send(method.unimplementedCall.input, {})],
    },
    // A generated handler may stand in for it, and answer just that.
    expect: { ...NOT_THERE, observed: { seen: 'either' } },
  },
  {
    id: 'unimplemented-service',
    title: 'A service that the server leaves out is UNIMPLEMENTED',
    source: described('unimplemented_service'),
    needs: UNARY,
    plan: {
      method: pathOf(UnimplementedService.method.unimplementedCall),
      steps: [step.send(UnimplementedService.method.unimplementedCall.input, {})],
    },
    expect: NOT_THERE,
  },
];

/** Statuses that a request asks for, and those of what isn't served. */
export const statuses: readonly CaseInit[] = [...wanted, ...unimplemented];
