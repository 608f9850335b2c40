import type { Expectation, PlanCase } from '../contract/case.ts';
import type { Difference } from '../contract/result.ts';
import type { VerdictName } from '../contract/verdict-id.ts';

/** What is known of a verdict, for the README. */
export interface Told {
  readonly differences: readonly Difference[];
  readonly reason?: string;
  readonly link?: string;
  /** Why it happens at some times only. */
  readonly sometimes?: string;
}

/** Who is at work, as a person says it. */
export interface Parties {
  readonly client: string;
  readonly server: string;
  readonly versions: readonly string[];
}

/** README.md: what happens, what the specification wants, versions, and how to run it. */
export function readme(
  testCase: PlanCase,
  name: VerdictName,
  parties: Parties,
  told: Told,
): string {
  const { client, server, versions } = parties;
  const through = testCase.through ? ` through ${testCase.through.proxy}` : '';
  return `# ${heading(testCase, parties, told)}

A ${client} client calls a ${server} server${through}.

**What happens.** ${happens(told)}${told.sometimes ? `\n\nNot every time: ${told.sometimes}.` : ''}

**What should.** ${testCase.title}. By: ${testCase.source}.
${told.reason ? `\n**Whose.** ${told.reason}.${link(told)}\n` : ''}
**Versions.** ${versions.join(', ')}

## Run it

\`\`\`sh
sh run.sh
\`\`\`

It installs exactly these versions, starts the server, runs the client, and ends both.

Expected (each library writes codes in its own way, NOT_FOUND, NotFound, not_found):

\`\`\`
${printed(testCase.expect, told, 'expected').join('\n')}
\`\`\`

Actual:

\`\`\`
${printed(testCase.expect, told, 'actual').join('\n')}
\`\`\`

Made from the case \`${name.case}\` of crosswire, with ${name.client} and ${name.server}.
`;
}

function link({ link: to }: Told): string {
  return to?.startsWith('http') ? ` See ${to}.` : '';
}

function heading({ title }: PlanCase, { client, server }: Parties, told: Told): string {
  return told.differences.length === 0
    ? title
    : `${client} client, ${server} server: ${happens(told).replace(/\.$/, '')}`;
}

function happens({ differences }: Told): string {
  if (differences.length === 0) return 'All as it should be, with these versions.';
  const each = differences.map(
    ({ field, expected, actual }) => `${field} is ${inline(actual)} instead of ${inline(expected)}`,
  );
  return `${each.join('; ')}.`;
}

/** A text of a peer on one line, and short. */
function inline(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
}

/** What the client prints for a field, in one of the two worlds. */
function printed({ code, message }: Expectation, { differences }: Told, side: Side): string[] {
  const changed = (field: string) => differences.find((one) => one.field === field)?.[side];
  const codes = typeof code === 'string' ? code : code?.join(' or ');
  const status = changed('code') ?? codes;
  const text = changed('message') ?? (message === undefined ? undefined : JSON.stringify(message));
  return [
    ...(status === undefined ? [] : [`status: ${inline(status)}`]),
    ...(text === undefined ? [] : [`status message: ${inline(text)}`]),
    ...differences
      .filter(({ field }) => field !== 'code' && field !== 'message')
      .map((one) => `${nameOf(one.field)}: ${inline(one[side])}`),
  ];
}

type Side = 'expected' | 'actual';

const NAMES: Readonly<Record<string, string>> = {
  'messages.count': 'responses',
  'observed.messages.count': 'server: requests',
  'observed.seen': 'server: the handler was entered',
  'observed.timeLeft': 'server: time left',
  'observed.cancelled': 'server: the handler was told of the cancellation',
  'observed.userAgent': 'server: metadata user-agent',
};

const KINDS: Readonly<Record<string, string>> = {
  headers: 'header',
  trailers: 'trailer',
  'observed.metadata': 'server: metadata',
};

/** A field as the programs name it. */
function nameOf(field: string): string {
  const [, kind = '', name] = /^(headers|trailers|observed\.metadata)\.(.+)$/.exec(field) ?? [];
  return NAMES[field] ?? (name === undefined ? field : `${KINDS[kind]} ${name}`);
}
