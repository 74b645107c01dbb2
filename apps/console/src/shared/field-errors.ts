import { problemOf } from '../api/problem.ts';

/** What the API says of a field, by its path, such as `caps[0].most`. */
export interface FieldErrors {
  /** Of the field, or of what is below it. */
  (field: string): string | undefined;
  /** Of the field itself. */
  readonly exactly: (field: string) => string | undefined;
}

/** What is wrong with which field of a form that the API refused. */
export function fieldErrorsOf(error: unknown): FieldErrors {
  const told = error === null || error === undefined ? [] : toldIn(error);
  const find = (fits: (field: string) => boolean): string | undefined =>
    told.find(({ field }) => fits(field))?.message;
  return Object.assign((asked: string) => find((field) => field === asked || isBelow(field, asked)), {
    exactly: (asked: string) => find((field) => field === asked),
  });
}

function toldIn(error: unknown): readonly { readonly field: string; readonly message: string }[] {
  const { field, detail, title, problems = [] } = problemOf(error);
  if (problems.length > 0) return problems;
  return field === undefined ? [] : [{ field, message: detail ?? title }];
}

function isBelow(field: string, asked: string): boolean {
  return field.startsWith(asked) && /^[.[]/.test(field.slice(asked.length));
}
