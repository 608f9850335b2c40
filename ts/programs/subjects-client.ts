/** subjects-client prints the question types of a subject, as they come. */
import { exitOnFailure } from './failure.ts';
import { readFlags } from './flags.ts';
import { loadClients } from './libraries.ts';

const { library, address, subject } = readFlags({
  about: 'subjects-client: lists the question types of a subject',
  flags: {
    address: { fallback: 'localhost:8003', about: 'the server' },
    subject: { fallback: 'Chinese', about: 'Math, English, Physics, …' },
  },
});
const { streamQuestionTypes } = await loadClients(library);
await exitOnFailure(streamQuestionTypes(address, subject, console.log));
