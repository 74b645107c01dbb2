import { problemOf } from '../api/problem.ts';
import { asSentence } from './as-sentence.ts';

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

/** What can be done about it says more, beside the field itself, than what is wrong with it. */
function toldIn(error: unknown): readonly { readonly field: string; readonly message: string }[] {
  const { field, detail, title, fix, problems = [] } = problemOf(error);
  const one = field === undefined ? [] : [{ field, message: detail ?? title, fix }];
  return (problems.length > 0 ? problems : one).map(({ fix: way, ...problem }) => ({
    field: problem.field,
    message: asSentence(way ?? problem.message),
  }));
}

function isBelow(field: string, asked: string): boolean {
  return field.startsWith(asked) && /^[.[]/.test(field.slice(asked.length));
}
