// Writes docs/coverage.md; `npm run generate` does it with the rest of what is generated.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coverageText } from '../interop/cases/coverage/coverage.ts';

writeFileSync(join(import.meta.dirname, '../docs/coverage.md'), coverageText());
