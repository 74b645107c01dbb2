/** A mistake in a document, with the path at which it stands. */
export interface Problem {
  readonly field: string;
  readonly message: string;
  readonly fix?: string;
}
