import type { RcsContent } from '../content/rcs-content.ts';
import { cameOutEmpty } from './problems.ts';
import type { RenderedRcs } from './rendered.ts';

/** An RCS message within Google's limits. @throws HermodError TEMPLATE_RENDER_FAILED */
export function finishRcs(fields: Partial<RcsContent>): RenderedRcs {
  const { text, card, carousel } = fields;
  if (text === undefined && card === undefined && carousel === undefined) throw cameOutEmpty('text');
  return { channel: 'rcs', ...fields };
}
