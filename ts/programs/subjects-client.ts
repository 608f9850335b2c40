/** subjects-client prints the question types of a subject, as they come; or again and again, and who served. */
import { exitOnFailure } from './failure.ts';
import { milliseconds, readFlags } from './flags.ts';
import { loadClients } from './libraries.ts';
import { watchSubject } from './watch-subject.ts';
import { whereFlags, whereOf } from './where.ts';

const flags = readFlags({
  about: 'subjects-client: lists the question types of a subject',
  flags: {
    ...whereFlags('localhost:8003', 'random'),
    subject: { fallback: 'Chinese', about: 'Math, English, Physics, …' },
    watch: {
      fallback: false,
      about: 'goes on asking until Ctrl-C, and says which server answered',
    },
    interval: { fallback: '1s', about: 'how often --watch asks' },
  },
});
const where = whereOf(flags);
const intervalMs = milliseconds(flags.interval);
const { openSubjects, streamQuestionTypes } = await loadClients(flags.library);
if (flags.watch) await watchSubject(openSubjects(where), flags.subject, intervalMs);
else await exitOnFailure(streamQuestionTypes(where, flags.subject, console.log));
