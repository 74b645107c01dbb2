/** What stands in a form when it is sent. */

/** The text of a field; undefined when there is nothing but space in it. */
export function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}

/** The values of the boxes that are ticked; undefined when none is. */
export function tickedOf<T extends string>(
  form: FormData,
  name: string,
  known: readonly T[],
): T[] | undefined {
  const ticked = known.filter((value) => form.getAll(name).includes(value));
  return ticked.length === 0 ? undefined : ticked;
}

/** An instant that was chosen by the clocks of this browser, in ISO 8601. */
export function instantOf(form: FormData, name: string): string | undefined {
  const local = textOf(form, name);
  const date = local === undefined ? undefined : new Date(local);
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The names that stand in a field with commas between; undefined when there are none. */
export function namesOf(form: FormData, name: string): string[] | undefined {
  const names = (textOf(form, name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return names.length === 0 ? undefined : names;
}

/** The same object without what is undefined, as JSON would have it. */
export function withoutGaps<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, unknown] => entry[1] !== undefined),
  ) as Partial<T>;
}

/** The time zone of this browser, such as `Europe/Stockholm`. */
export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
