/** What a registry may answer, in bytes. */
const LIMIT = 4 * 1024 * 1024;

/** The text of an answer, up to the limit: what is beyond ends it with an error. */
export async function readAll(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LIMIT) throw new Error(`the registry's answer is over ${LIMIT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
