/**
 * Which database errors are worth another try. Source: PostgreSQL, appendix A (error codes).
 * Connection (08), refused log-in (28), transaction rollback (40), insufficient resources (53), operator
 * intervention (57), system errors (58). Data can cause none of them.
 */
const TRANSIENT_CLASSES = ['08', '28', '40', '53', '57', '58'];
/** Database gone (3D000) or closed to connections (55000), fail-over to a standby (25006), lock not available. */
const TRANSIENT_CODES = new Set([
  '3D000',
  '55000',
  '25006',
  '55P03',
  '25P02',
  '25P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const TRANSIENT_WORDS =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|client has encountered a connection error|not queryable|driver not connected/i;

/** True when the database may answer differently a moment later. */
export function isTransientDatabaseError(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === 'string') {
      if (TRANSIENT_CODES.has(code)) return true;
      if (/^[0-9A-Z]{5}$/.test(code) && TRANSIENT_CLASSES.includes(code.slice(0, 2))) return true;
    }
    if (TRANSIENT_WORDS.test(at.message)) return true;
    const driver = (at as { driverError?: unknown }).driverError;
    if (driver instanceof Error && driver !== at && isTransientDatabaseError(driver)) return true;
  }
  return false;
}
