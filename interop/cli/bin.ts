import { main } from './main.ts';
import { outliveReaders } from './outlive-readers.ts';

outliveReaders();
process.exitCode = await main(process.argv.slice(2));
