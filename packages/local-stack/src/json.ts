/** What a text holds as JSON, or undefined: for files that may be damaged; zod judges the value. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
