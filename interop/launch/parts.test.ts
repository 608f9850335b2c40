import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { ControlLine, parseControlLine } from './control-line.ts';
import { fateOf, ownerText, thisOwner } from './owner.ts';
import { Tail } from './tail.ts';

test.each([
  ['{"control":"127.0.0.1:41233"}', { host: '127.0.0.1', port: 41233 }],
  ['{"control":"[::1]:80","more":1}', { host: '::1', port: 80 }],
])('%s is a control line', (line, address) => {
  expect(parseControlLine(line)).toEqual(address);
});

test.each([
  '',
  'null',
  '{}',
  '{"control":7}',
  '{"control":"host"}',
  '{"control":"h:0"}',
  '{"control":"h:65536"}',
])('%j is none', (line) => {
  expect(() => parseControlLine(line)).toThrow(/first line is not/);
});

test('a control line may come in pieces; what follows is counted', async () => {
  const stdout = new PassThrough();
  const line = new ControlLine(stdout);
  stdout.write('{"control":');
  stdout.write('"h:1"}\n12');
  stdout.write('345');
  expect(await line.address).toEqual({ host: 'h', port: 1 });
  stdout.end('678');
  await new Promise((resolve) => stdout.once('end', resolve));
  expect(line.bytesAfter).toBe(8);
});

test('a tail keeps the last bytes alone', () => {
  const tail = new Tail(10);
  for (let i = 0; i < 1000; i++) tail.push(Buffer.from(`${i},`));
  expect(tail.text()).toBe('7,998,999,');
});

test('this process lives; its id with another start time does not; another machine is elsewhere', () => {
  const here = thisOwner();
  expect(fateOf(ownerText(here))).toBe('alive');
  expect(fateOf(ownerText({ ...here, started: '1' }))).toBe('dead');
  expect(fateOf(ownerText({ ...here, machine: 'elsewhere' }))).toBe('elsewhere');
});
