/** The page of a trace; undefined without a viewer, without a trace, or when either is not what it should be. */
export function traceUrlOf(template: string | undefined, traceId: string | undefined): string | undefined {
  if (template === undefined || traceId === undefined || !/^[0-9a-f]{32}$/.test(traceId)) return undefined;
  return /^https?:\/\//.test(template) ? template.replace('{traceId}', traceId) : undefined;
}
