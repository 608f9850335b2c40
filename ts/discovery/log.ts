/** Log writes the one line that discovery says: about what a registry holds and can't be used. */
export function say(line: string): void {
  process.stderr.write(`discovery: ${line}\n`);
}
