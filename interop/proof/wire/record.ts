import { Direction, type Frame, Frame_Kind } from '../../contract/generated.ts';
import type { WireRecord } from '../../contract/wire.ts';

export const TO_SERVER = Direction.TO_SERVER;
export const TO_CLIENT = Direction.TO_CLIENT;

/** The frames of HTTP/2 that went over in one direction. */
export function framesOf({ frames }: WireRecord, direction: Direction): readonly Frame[] {
  return frames.filter((one) => one.kind === Frame_Kind.FRAME && one.direction === direction);
}

/** The first value of a field that went over in one direction, in whichever block; empty where there is none. */
export function fieldOf(record: WireRecord, direction: Direction, name: string): string {
  const fields = framesOf(record, direction).flatMap(({ headers }) => headers);
  const found = fields.find((field) => field.name === name);
  return Buffer.from(found?.value ?? []).toString('latin1');
}
