/**
 * Decides where the simulator may send anything: loopback, and the origin of the public URL. Addresses arrive in
 * provider calls and texts, and nothing that travels in them shall make the simulator knock elsewhere.
 */
export function reachableFrom(publicUrl: string): (url: string) => boolean {
  const home = new URL(publicUrl).origin;
  return (url) => {
    const parsed = URL.parse(url);
    if (!parsed || !/^https?:$/.test(parsed.protocol)) return false;
    return parsed.origin === home || isLoopback(parsed.hostname);
  };
}

/** `hostname` as URL writes it: IPv4 in any notation is already dotted decimal there. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
