/** The API speaks in clauses; on a page they begin with a capital and end with a stop. */
export function asSentence(clause: string): string {
  const text = clause.charAt(0).toUpperCase() + clause.slice(1);
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}
