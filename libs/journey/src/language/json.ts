/** A value of CEL as JSON knows it: numbers for ints, ISO 8601 for instants. Undefined when it is no JSON. */
export function toJson(value: unknown): unknown {
  try {
    const text = JSON.stringify(value, (_key, part: unknown) =>
      typeof part === 'bigint' ? Number(part) : part,
    ) as string | undefined;
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
