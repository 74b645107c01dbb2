/**
 * An instant as it is hashed: ISO 8601 in UTC with six decimals, which is as fine as PostgreSQL keeps it.
 * @param instant a Date, or such a text with three decimals or six.
 */
export function instantText(instant: Date | string): string {
  const text = typeof instant === 'string' ? instant : instant.toISOString();
  return /\.\d{3}Z$/.test(text) ? `${text.slice(0, -1)}000Z` : text;
}
