/** A mistake in a document, with the path at which it stands. */
export interface Problem {
  readonly field: string;
  readonly message: string;
  readonly fix?: string;
}

/** A problem that was found by a check. With an error a journey can't run; a warning is for its author to think about. */
export interface Finding extends Problem {
  readonly severity: 'error' | 'warning';
}

/** What can't stay as it is. */
export function error(field: string, message: string, fix?: string): Finding {
  return { severity: 'error', field, message, ...(fix === undefined ? {} : { fix }) };
}

/** What may be meant, and probably isn't. */
export function warning(field: string, message: string, fix?: string): Finding {
  return { severity: 'warning', field, message, ...(fix === undefined ? {} : { fix }) };
}
