/**
 * Lets the program go on when the reader of its output has gone (`… | head -1`): what it would
 * print is dropped, the result files and the exit code are as ever.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
