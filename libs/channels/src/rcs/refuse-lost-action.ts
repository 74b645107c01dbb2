import type { CompiledPart } from '../rendering/compile-template.ts';
import { cameOutEmpty } from '../rendering/problems.ts';

const ACTION = /^(?:content|locales\.[^.]+)\.(.*\bsuggestions\.\d+\.(?:url|dial))$/;

/**
 * Refuses a chip whose link or number came out empty while something else of it is left: it would be shown as a quick reply, and do
 * something that nobody meant. A chip that came out empty as a whole is simply not there.
 * @param parts of a group, as compiled
 * @param left the names of what is left of it
 * @throws HermodError TEMPLATE_RENDER_FAILED
 */
export function refuseLostAction(
  parts: readonly (readonly [string, CompiledPart])[],
  left: readonly string[],
): void {
  if (left.length === 0) return;
  for (const [name, part] of parts) {
    if (part.kind !== 'text' || left.includes(name)) continue;
    const [, field] = ACTION.exec(part.field) ?? [];
    if (field !== undefined) throw cameOutEmpty(field);
  }
}
