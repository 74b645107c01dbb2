import type { Patch } from './planted-bug.ts';

/**
 * Puts a patch into a text.
 * @throws Error that names the bug and the file when the text to replace doesn't occur exactly once: the product has
 * changed, and the bug no longer bites.
 */
export function applyPatch(text: string, { file, find, replace }: Patch, bug: string): string {
  const places = [...text.matchAll(asPattern(find))];
  const [place] = places;
  if (place === undefined || places.length > 1) {
    const times = `${places.length} times instead of once`;
    throw new Error(`planted bug ${bug} no longer fits: ${file} has this ${times}: ${find}`);
  }
  return text.slice(0, place.index) + replace + text.slice(place.index + place[0].length);
}

/** How a compiler or formatter breaks lines is no part of what is looked for. */
function asPattern(find: string): RegExp {
  const pieces = find.split(/\s+/).map((piece) => piece.replaceAll(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`));
  return new RegExp(pieces.join(String.raw`\s*`), 'g');
}
