import type { RcsPreview } from '@hermod/api';
import type { CardLook, ChipLook, RcsLookGiven } from './looks.ts';

type Suggestion = NonNullable<RcsPreview['suggestions']>[number];
type Card = NonNullable<RcsPreview['card']>;

/** An RCS message as it is drawn, from what is handed over. */
export function rcsLookOf({ text, card, carousel, suggestions = [] }: RcsPreview): RcsLookGiven {
  const cards = carousel ?? (card === undefined ? [] : [card]);
  return { text, cards: cards.map(cardLookOf), suggestions: suggestions.map(chipLookOf) };
}

function cardLookOf({ title, description, media, suggestions }: Card): CardLook {
  return {
    title,
    description,
    media: media === undefined ? undefined : { url: media.url, height: media.height },
    suggestions: suggestions?.map(chipLookOf),
  };
}

/** A chip that leads nowhere is a quick reply. */
export function chipLookOf({ text, url, dial, location, shareLocation, calendar }: Suggestion): ChipLook {
  if (url !== undefined) return { text, does: 'openUrl', to: url };
  if (dial !== undefined) return { text, does: 'dial', to: dial };
  if (location !== undefined) {
    const place = location.label ?? `${location.latitude}, ${location.longitude}`;
    return { text, does: 'viewLocation', to: place };
  }
  if (shareLocation === true) return { text, does: 'shareLocation' };
  if (calendar !== undefined) return { text, does: 'calendar', to: `${calendar.title}, ${calendar.start}` };
  return { text, does: 'reply' };
}
