/**
 * True when a `.dockerignore` keeps a path out of the build's context. Understands names, folders, `*`, a leading
 * double star, and exceptions after `!`; the last line that fits decides.
 * @param path relative to the context; '' is the context itself.
 */
export function isIgnored(path: string, ignore: string): boolean {
  let ignored = false;
  for (const line of ignore.split('\n').map((one) => one.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const isException = line.startsWith('!');
    const pattern = isException ? line.slice(1) : line;
    if (fits(path, pattern)) ignored = !isException;
    // What leads to an exception has to be walked through.
    else if (isException && path !== '' && pattern.startsWith(`${path}/`)) ignored = false;
  }
  return ignored;
}

function fits(path: string, pattern: string): boolean {
  const anywhere = pattern.startsWith('**/');
  const escaped = pattern
    .replace(/^\*\*\//, '')
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '[^/]*');
  return new RegExp(`^${anywhere ? '(?:.*/)?' : ''}${escaped}(?:/|$)`).test(path);
}
