import type { Metadatum, Outcome } from '../contract/generated.ts';
import type { Field } from './field.ts';

/** How tracebacks and stacks of Python, Go and Node look. */
const TRACEBACK = /Traceback \(most recent|File "[^"]*\.py"|\.go:\d+|goroutine \d|\n\s+at .+:\d+/;

/** The field that wants a text of the server's own kept back, and its tracebacks: where they got out. */
export function leakField(text: string): Field {
  return {
    name: 'keptBack',
    expected: 'nothing got out',
    read: ({ outcome }) => {
      const found = placesOf(outcome).flatMap(({ name, content }) => [
        ...(content.includes(text) ? [`its text in ${name}`] : []),
        ...(TRACEBACK.test(content) ? [`a traceback in ${name}`] : []),
      ]);
      return found.length === 0 ? 'nothing got out' : found.join(', ');
    },
  };
}

function placesOf({ message, details, headers, trailers }: Outcome) {
  const texts = (all: readonly Metadatum[]) => all.map(({ value }) => textOf(value)).join('\n');
  return [
    { name: 'the message', content: message },
    { name: 'the details', content: details.map(({ value }) => textOf(value)).join('\n') },
    { name: 'the headers', content: texts(headers) },
    { name: 'the trailers', content: texts(trailers) },
  ];
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
