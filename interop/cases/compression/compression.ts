import { suite } from '../define.ts';
import { bombs } from './bombs.ts';
import { pairs } from './pairs.ts';
import { onTheWire } from './wire.ts';

/** Compression: understood, done where it is asked for, left out where it must be, and held by limits. */
export const compression = suite('compression', [...pairs, ...onTheWire, ...bombs]);
