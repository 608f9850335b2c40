import { enableCompileCache } from 'node:module';
import { COMPILED } from '../launch/paths.ts';
import { outliveReaders } from './outlive-readers.ts';

enableCompileCache(COMPILED);
outliveReaders();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
