import { unsendable } from '../rendering/problems.ts';

/** Refuses a text of more than `most` characters. @throws HermodError TEMPLATE_RENDER_FAILED */
export function refuseOverlong(field: string, text: string | undefined, most: number): void {
  if (text === undefined || text.length <= most) return;
  throw unsendable(
    field,
    `it has ${text.length} characters; it has at most ${most}`,
    'shorten it, or use the truncate filter',
  );
}
