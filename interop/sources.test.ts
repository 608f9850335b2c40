// The services of the source documents, between every two libraries, with real peers.
import { interopTests } from './vitest.ts';

interopTests({ cases: ['users/**', 'subjects/**', 'orders/**', 'health/**'] });
