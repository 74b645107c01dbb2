/**
 * The locale of those there are that fits a person's best (RFC 4647, section 3.4, lookup): the tag itself, else what is left of it
 * without its last parts; then another region of the same language.
 * @returns undefined where none is in the person's language: the template's own content is for them.
 */
export function fittingLocale(available: Iterable<string>, wanted: string | undefined): string | undefined {
  if (wanted === undefined || wanted === '') return undefined;
  const byTag = new Map([...available].map((tag) => [tag.toLowerCase(), tag]));
  const parts = wanted.toLowerCase().replaceAll('_', '-').split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const found = byTag.get(parts.slice(0, length).join('-'));
    if (found !== undefined) return found;
  }
  return [...byTag].find(([tag]) => tag.startsWith(`${parts[0]}-`))?.[1];
}
