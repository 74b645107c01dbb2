/** The JSON value of a raw body; undefined when it is none (which no JSON text means). */
export function parseJson(raw: unknown): unknown {
  try {
    return JSON.parse(String(raw));
  } catch {
    // The protocol that asked answers it in words of its own.
    return undefined;
  }
}
