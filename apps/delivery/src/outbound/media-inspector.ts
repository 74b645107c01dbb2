import { lookup } from 'node:dns/promises';
import { isPrivateHost } from '@hermod/channels';
import type { PrivateHosts } from '../media-hosts.ts';
import { probe, type Probe } from './media-probe.ts';

/** What is known of a medium after a look at its address. */
export type Inspection =
  | { readonly kind: 'found'; readonly contentType: string | undefined; readonly bytes: number | undefined }
  /** Nobody outside could fetch it, and we don't try. */
  | { readonly kind: 'private' }
  /** It may be there later, or be shown to others. */
  | { readonly kind: 'unreachable'; readonly reason: string };

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

const MAX_REDIRECTS = 3;
const PRIVATE: Inspection = { kind: 'private' };

const unreachable = (reason: string): Inspection => ({ kind: 'unreachable', reason });
const resolveName: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

/**
 * Looks at media where a template says that they are: only at public addresses, and those of `privateHosts`. Every address of
 * a name is checked and the connection goes to a checked one, so a name that changes in between leads nowhere else; each
 * redirect is checked like the first address. It reads headers, never a medium.
 */
export class MediaInspector {
  readonly #privateHosts: PrivateHosts;
  readonly #resolve: Resolve;

  constructor(privateHosts: PrivateHosts, resolve: Resolve = resolveName) {
    this.#privateHosts = privateHosts;
    this.#resolve = resolve;
  }

  /** Never rejects; `signal` is the deadline of the whole look. */
  async inspect(address: string, signal: AbortSignal): Promise<Inspection> {
    let url = URL.parse(address);
    try {
      for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
        if (url === null || !/^https?:$/.test(url.protocol)) return unreachable('it leads to no web address');
        const checked = await this.#checkedAddress(url, signal);
        if (checked === undefined) return PRIVATE;
        const seen = await look(url, checked, signal);
        if (seen.status < 300 || seen.status > 399) return inspectionOf(seen);
        url = URL.parse(seen.location ?? '', url.href);
      }
      return unreachable(`it was redirected more than ${MAX_REDIRECTS} times`);
    } catch (error) {
      return unreachable(reasonOf(error));
    }
  }

  /** An address of the host that may be connected to; undefined where any of its addresses is private. */
  async #checkedAddress({ hostname, host }: URL, signal: AbortSignal): Promise<string | undefined> {
    const isAllowed = this.#privateHosts.has(host);
    if (!isAllowed && isPrivateHost(hostname)) return undefined;
    const isLiteral = /^[\d.]+$|^\[/.test(hostname);
    const addresses = isLiteral
      ? [hostname.replace(/^\[|\]$/g, '')]
      : await beforeEnd(this.#resolve(hostname), signal);
    const arePublic = addresses.every((one) => !isPrivateHost(one.includes(':') ? `[${one}]` : one));
    return isAllowed || arePublic ? addresses[0] : undefined;
  }
}

/** By HEAD; where a server has none, or tells no length, by GET of one octet. */
async function look(url: URL, address: string, signal: AbortSignal): Promise<Probe> {
  const head = await probe(url, 'HEAD', address, signal);
  const isEnough = head.status < 400 && (head.status >= 300 || head.bytes !== undefined);
  return isEnough ? head : probe(url, 'GET', address, signal);
}

function inspectionOf({ status, contentType, bytes }: Probe): Inspection {
  if (status < 200 || status > 299) return unreachable(`it answers ${status}`);
  return { kind: 'found', contentType, bytes };
}

/** DNS look-ups can't be called off; whoever waits for one can leave. */
function beforeEnd<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it could not be looked at';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'it did not answer in time';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : 'it could not be looked at';
}
