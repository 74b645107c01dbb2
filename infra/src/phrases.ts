/** One line of `GET /v1/runs/{id}`. */
export interface TimelineEntry {
  readonly at: string;
  readonly step: string | null;
  readonly what: string;
  readonly why?: { readonly rule: string; readonly values?: Readonly<Record<string, unknown>> } | null;
}

/** A timeline entry in words. */
export function phraseOf(entry: TimelineEntry): string {
  const step = entry.step === null ? '' : ` (${entry.step})`;
  const why = entry.why == null ? '' : `: ${entry.why.rule}`;
  return `${entry.what}${step}${why}`;
}
