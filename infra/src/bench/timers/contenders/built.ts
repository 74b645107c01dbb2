/**
 * Loads a file of an app or library as it is built: what is measured is what runs.
 * @param path from the root of the repository
 */
export async function built<T>(path: string): Promise<T> {
  return (await import(new URL(`../../../../../${path}`, import.meta.url).href)) as T;
}
