/** One glob for several case ids, so that a finding fits on a line. */

function sharedPrefix(texts: readonly string[]): string {
  const [first = '', ...rest] = texts;
  let length = first.length;
  for (const text of rest) {
    let same = 0;
    while (same < length && text[same] === first[same]) same += 1;
    length = same;
  }
  return first.slice(0, length);
}

/** `*` for segments that differ, keeping what they begin with: `code-1`, `code-2` → `code-*`. */
function segmentPattern(segments: readonly string[]): string {
  if (segments.every((segment) => segment === segments[0])) return segments[0] ?? '';
  const prefix = sharedPrefix(segments);
  const word = prefix.slice(0, Math.max(prefix.lastIndexOf('-'), prefix.lastIndexOf('_')) + 1);
  return `${word}*`;
}

// The glob that all these ids match: `status/*/not-found`; `status/**` where depths differ.
export function casePattern(ids: readonly string[]): string {
  const [first = [], ...rest] = ids.map((id) => id.split('/'));
  if (rest.some((parts) => parts.length !== first.length)) return depthPattern(ids);
  return first
    .map((segment, at) => segmentPattern([segment, ...rest.map((parts) => parts[at] ?? '')]))
    .join('/');
}

function depthPattern(ids: readonly string[]): string {
  const prefix = sharedPrefix(ids);
  return `${prefix.slice(0, prefix.lastIndexOf('/') + 1)}**`;
}
