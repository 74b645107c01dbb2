import { HermodError } from '@hermod/contracts';

/** Injection token of `PrivateHosts`. */
export const MEDIA_HOSTS = Symbol('MediaHosts');

/** `host:port`, as in an address, of hosts that media may come from although they are not public. */
export type PrivateHosts = ReadonlySet<string>;

/**
 * Which private hosts media may come from: those of `HERMOD_MEDIA_HOSTS`, separated by commas; where it is unset and the
 * providers are the simulator, the simulator's.
 * @throws HermodError CONFIG_INVALID
 */
export function readMediaHosts(env: Readonly<Record<string, string | undefined>>): PrivateHosts {
  const { HERMOD_MEDIA_HOSTS: written, HERMOD_PROVIDERS: providers, HERMOD_SIMULATOR_URL: simulator } = env;
  if (written === undefined) {
    const host = URL.parse(simulator ?? 'http://127.0.0.1:8090')?.host;
    return new Set(providers === undefined && host !== undefined ? [host] : []);
  }
  const entries = written.split(',').map((entry) => entry.trim());
  return new Set(entries.filter((entry) => entry !== '').map(hostOf));
}

function hostOf(entry: string): string {
  const url = /^[^\s/?#@]+$/.test(entry) ? URL.parse(`http://${entry}`) : null;
  if (url !== null) return url.host;
  throw new HermodError('CONFIG_INVALID', 'HERMOD_MEDIA_HOSTS: this is no host with its port', {
    field: 'HERMOD_MEDIA_HOSTS',
    fix: 'write hosts as in an address, such as 127.0.0.1:8090, separated by commas',
  });
}
