import type { RcsContent } from '../content/rcs-content.ts';
import { finishCard } from '../rcs/finish-card.ts';
import { finishSuggestion } from '../rcs/finish-suggestion.ts';
import { bytesOf, RCS_LIMITS } from '../rcs/limits.ts';
import { refuseOverlong } from '../rcs/refuse-overlong.ts';
import { cameOutEmpty, unsendable } from './problems.ts';
import type { RenderedRcs } from './rendered.ts';

/** An RCS message within RCS' limits. @throws HermodError TEMPLATE_RENDER_FAILED */
export function finishRcs({
  text,
  card,
  carousel,
  cardWidth,
  suggestions,
}: Partial<RcsContent>): RenderedRcs {
  if (text === undefined && card === undefined && carousel === undefined) throw cameOutEmpty('text');
  refuseOverlong('text', text, RCS_LIMITS.textChars);
  const chips = suggestions?.map((chip, index) => finishSuggestion(`suggestions.${index}`, chip));
  return {
    channel: 'rcs',
    ...(text === undefined ? {} : { text }),
    ...(card === undefined ? {} : { card: finishCard('card', card) }),
    ...(carousel === undefined ? {} : { carousel: finishCarousel(carousel) }),
    ...(cardWidth === undefined ? {} : { cardWidth }),
    ...(chips === undefined ? {} : { suggestions: chips }),
  };
}

function finishCarousel(carousel: NonNullable<RcsContent['carousel']>): NonNullable<RenderedRcs['carousel']> {
  if (carousel.length < RCS_LIMITS.leastCards) {
    throw unsendable(
      'carousel',
      `it comes out with ${carousel.length === 1 ? 'one card' : 'no cards'}; a carousel has at least two`,
      'write one card as `card`, or make sure that two come out in every case',
    );
  }
  return carousel.map((rendered, index) => {
    const field = `carousel.${index}`;
    if (rendered.media?.height === 'tall')
      throw unsendable(`${field}.media.height`, 'cards of a carousel are not tall', 'use medium or short');
    // Those of a carousel are always vertical.
    const { orientation: _, ...card } = finishCard(field, { ...rendered, orientation: 'vertical' });
    return card;
  });
}

/**
 * What can only be said of the whole: the chips with those of the answers, which come first, and its size.
 * @throws HermodError TEMPLATE_RENDER_FAILED
 */
export function refuseCrowdedRcs(content: RenderedRcs, replies: number): void {
  const chips = content.suggestions ?? [];
  if (chips.length > RCS_LIMITS.suggestions) {
    throw unsendable(
      'suggestions',
      `it has ${chips.length} suggestions, ${replies} of them answers; a message has at most ${RCS_LIMITS.suggestions}`,
      'put some on a card, or leave some out',
    );
  }
  for (const [index, { text }] of chips.slice(0, replies).entries())
    refuseOverlong(`replies.${index}.text`, text, RCS_LIMITS.labelChars);
  const bytes = bytesOf(JSON.stringify(content));
  if (bytes > RCS_LIMITS.messageBytes) {
    throw unsendable(
      'carousel',
      `the message has ${bytes} bytes; it has at most ${RCS_LIMITS.messageBytes}`,
      'shorten descriptions, postbacks and addresses',
    );
  }
}
