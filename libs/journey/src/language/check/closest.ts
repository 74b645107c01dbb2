/** Longest word that is compared. */
const MAX_LENGTH = 40;
/** Most names that a fix lists. */
const MAX_LISTED = 10;

/** The word that was probably meant: the one with the fewest changes, if they are at most a third of it. */
export function closest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of known) {
    const longest = Math.min(MAX_LENGTH, Math.max(word.length, candidate.length));
    if (Math.abs(word.length - candidate.length) > longest / 3) continue;
    const changes = changesBetween(word.slice(0, MAX_LENGTH), candidate.slice(0, MAX_LENGTH));
    if (changes > longest / 3 || changes >= fewest) continue;
    best = candidate;
    fewest = changes;
  }
  return best;
}

/** What to say about a name that nobody knows: the one that was probably meant, or those that there are. */
export function suggest(word: string, known: readonly string[], what: string): string {
  const meant = closest(word, known);
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  const more = known.length > MAX_LISTED ? `, and ${known.length - MAX_LISTED} more` : '';
  return `${what}: ${known.slice(0, MAX_LISTED).join(', ')}${more}`;
}

/** How many characters have to be added, removed or replaced (Levenshtein). */
function changesBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let at = 0; at < from.length; at += 1) {
    const next = [at + 1];
    for (let to1 = 1; to1 <= to.length; to1 += 1) {
      const replaced = row[to1 - 1]! + (from[at] === to[to1 - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[to1]! + 1, next[to1 - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
