import type { Patch } from './alteration.ts';

/**
 * Puts a patch into a text.
 * @param name the alteration's, for the error
 * @throws Error that names the alteration and the file when the text to replace doesn't occur exactly once: the product
 * has changed, and the alteration no longer bites.
 */
export function applyPatch(text: string, { file, find, replace }: Patch, name: string): string {
  const places = [...text.matchAll(asPattern(find))];
  const [place] = places;
  if (place === undefined || places.length > 1) {
    const times = `${places.length} times instead of once`;
    throw new Error(`alteration ${name} no longer fits: ${file} has this ${times}: ${find}`);
  }
  return text.slice(0, place.index) + replace + text.slice(place.index + place[0].length);
}

/**
 * A file's text with all patches in it.
 * @throws Error when one of them doesn't fit.
 */
export function applyPatches(text: string, patches: readonly Patch[], name: string): string {
  return patches.reduce((patched, patch) => applyPatch(patched, patch, name), text);
}

/** How a compiler or formatter breaks lines is no part of what is looked for. */
function asPattern(find: string): RegExp {
  const pieces = find.split(/\s+/).map((piece) => piece.replaceAll(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`));
  return new RegExp(pieces.join(String.raw`\s*`), 'g');
}
