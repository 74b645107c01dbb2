/** What stands in an address or a header. */
type Scalar = string | number | boolean | undefined;

/** The request of any operation, as the client sees it. */
export interface AnyRequest {
  readonly params?: Readonly<Record<string, Scalar>>;
  readonly query?: Readonly<Record<string, Scalar>>;
  readonly headers?: Readonly<Record<string, Scalar>>;
  readonly body?: unknown;
}

/**
 * The address of a request: parameters encoded into the path, what is undefined left out of the query.
 * @throws RangeError when a parameter is missing, or is `.` or `..`, which no address can hold
 */
export function toUrl(baseUrl: string, path: string, { params = {}, query = {} }: AnyRequest): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segmentOf(name, params[name]));
  const search = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return `${baseUrl.replace(/\/+$/, '')}${filled}${search === '' ? '' : `?${search}`}`;
}

function segmentOf(name: string, value: Scalar): string {
  const text = value === undefined ? '' : String(value);
  if (text === '' || text === '.' || text === '..')
    throw new RangeError(`${name} can not be a part of an address: ${JSON.stringify(text)}`);
  return encodeURIComponent(text);
}
