/** What a dictionary has under a name from outside; names such as `constructor` are in none. */
export function entryOf<T>(dictionary: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(dictionary, name) ? dictionary[name] : undefined;
}
