/** Text of others, made fit for one line: quoted, and cut. */

const MOST = 200;

/** quoted writes what is untrusted as a JSON text of at most 200 characters. */
export function quoted(text: string): string {
  const cut = text.length > MOST ? `${text.slice(0, MOST)}…` : text;
  return JSON.stringify(cut).replace(/[\u007f-\u009f\u2028\u2029]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
