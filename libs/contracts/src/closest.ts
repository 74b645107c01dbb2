/** Longest word that is compared. */
const MAX_LENGTH = 40;
/** Most words that one is compared with: a document may hold thousands of mistakes. */
const MOST_COMPARED = 200;
/** Most names that a fix lists. */
const MAX_LISTED = 10;

/** The word that was probably meant: the one with the fewest changes, if they are at most a third of it. */
export function closest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of known.slice(0, MOST_COMPARED)) {
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

/** How many characters have to be added, removed, replaced or swapped with their neighbour (Damerau 1964). */
function changesBetween(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  for (let at = 1; at <= from.length; at += 1) {
    const row = [at];
    const above = rows.at(-1)!;
    for (let other = 1; other <= to.length; other += 1) {
      const isSame = from[at - 1] === to[other - 1];
      const isSwapped = from[at - 1] === to[other - 2] && from[at - 2] === to[other - 1];
      const changed = Math.min(above[other - 1]! + (isSame ? 0 : 1), above[other]! + 1, row[other - 1]! + 1);
      row.push(isSwapped && at > 1 && other > 1 ? Math.min(changed, rows.at(-2)![other - 2]! + 1) : changed);
    }
    rows.push(row);
  }
  return rows.at(-1)!.at(-1)!;
}
