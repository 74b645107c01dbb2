/** What the code of a `HermodError` means over HTTP: the one table. The first row that matches counts. */
const STATUS_BY_CODE: readonly (readonly [pattern: RegExp, status: number])[] = [
  [/^(UNAUTHENTICATED|PRINCIPAL_\w+)$/, 401],
  [/_(UNSIGNED|SIGNATURE_INVALID|TOKEN_INVALID)$/, 401],
  [/^(FORBIDDEN|SCOPE_MISSING)$/, 403],
  [/(^|_)NOT_FOUND$/, 404],
  [/_ERASED$/, 410],
  [/_(CONFLICT|EXISTS)$/, 409],
  [/_PRECONDITION_FAILED$/, 412],
  [/_TOO_LARGE$/, 413],
  [/(^|_)UNSUPPORTED_(MEDIA_TYPE|CONTENT_ENCODING)$/, 415],
  [/^TOO_MANY_REQUESTS$/, 429],
  [/(^|_)BAD_GATEWAY$/, 502],
  [/_UNAVAILABLE$/, 503],
  [/(^|_)GATEWAY_TIMEOUT$/, 504],
  [/^(JOURNEY|LAUNCH|TEMPLATE|CONSENT|RECIPIENT|DEAD_LETTER)_/, 422],
];

/** A `HermodError` is one that its sender can mend, so what the table doesn't know is a bad request. */
const OTHERWISE = 400;

/** The HTTP status for the code of a `HermodError`. */
export function statusOf(code: string): number {
  return STATUS_BY_CODE.find(([pattern]) => pattern.test(code))?.[1] ?? OTHERWISE;
}
