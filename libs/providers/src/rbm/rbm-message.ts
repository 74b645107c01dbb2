/** `AgentMessage` as Google documents it: RCS for Business API v1, resource `phones.agentMessages`. */
import type { RenderedRcs } from '@hermod/channels';
import type { Purpose } from '@hermod/contracts';
import type { HandOver } from '../provider.ts';

type Card = NonNullable<RenderedRcs['card']>;
type Suggestion = NonNullable<RenderedRcs['suggestions']>[number];

/** A longer time to live is refused. */
const MAX_TTL_SECONDS = 15 * 24 * 3600;

const TRAFFIC_TYPES: Readonly<Record<Purpose, string>> = {
  critical: 'AUTHENTICATION',
  transactional: 'TRANSACTION',
  marketing: 'PROMOTION',
};

/**
 * The body of `agentMessages.create`. A chip that has no postback of its own comes back with the token of the message, so that what is
 * tapped can be told to whom it belongs: taps name no message otherwise.
 */
export function agentMessage({ purpose, ttlMs, callback }: HandOver, content: RenderedRcs): object {
  const seconds = Math.min(Math.max(Math.floor(ttlMs / 1000), 1), MAX_TTL_SECONDS);
  const chips = suggestionsOf(content.suggestions, callback.token);
  return {
    contentMessage: { ...bodyOf(content, callback.token), ...chips },
    messageTrafficType: TRAFFIC_TYPES[purpose],
    ttl: `${seconds}s`,
  };
}

function bodyOf({ text, card, carousel, cardWidth }: RenderedRcs, token: string): object {
  if (card !== undefined) return { richCard: { standaloneCard: standaloneCard(card, token) } };
  if (carousel === undefined) return { text };
  const cardContents = carousel.map((one) => cardContent(one, token));
  return { richCard: { carouselCard: { cardWidth: (cardWidth ?? 'medium').toUpperCase(), cardContents } } };
}

function standaloneCard(card: Card, token: string): object {
  const isHorizontal = card.orientation === 'horizontal';
  return {
    cardOrientation: isHorizontal ? 'HORIZONTAL' : 'VERTICAL',
    // Horizontal cards must say where the picture is.
    ...(isHorizontal ? { thumbnailImageAlignment: 'LEFT' } : {}),
    cardContent: cardContent(card, token),
  };
}

function cardContent({ title, description, media, suggestions }: Card, token: string): object {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(media === undefined ? {} : { media: mediaOf(media) }),
    ...suggestionsOf(suggestions, token),
  };
}

function mediaOf({ url, thumbnail, height = 'medium' }: NonNullable<Card['media']>): object {
  const contentInfo = { fileUrl: url, ...(thumbnail === undefined ? {} : { thumbnailUrl: thumbnail }) };
  return { height: height.toUpperCase(), contentInfo };
}

function suggestionsOf(suggestions: readonly Suggestion[] | undefined, token: string): object {
  return suggestions === undefined ? {} : { suggestions: suggestions.map((one) => suggestionOf(one, token)) };
}

function suggestionOf(suggestion: Suggestion, token: string): object {
  const { text, postback: postbackData = token } = suggestion;
  const action = actionOf(suggestion);
  return action === undefined
    ? { reply: { text, postbackData } }
    : { action: { text, postbackData, ...action } };
}

function actionOf({ url, dial, location, shareLocation, calendar }: Suggestion): object | undefined {
  if (url !== undefined) return { openUrlAction: { url } };
  if (dial !== undefined) return { dialAction: { phoneNumber: dial } };
  if (location !== undefined) {
    const { label, ...latLong } = location;
    return { viewLocationAction: { latLong, ...(label === undefined ? {} : { label }) } };
  }
  if (shareLocation !== undefined) return { shareLocationAction: {} };
  if (calendar === undefined) return undefined;
  const { title, description, start: startTime, end: endTime } = calendar;
  return {
    createCalendarEventAction: {
      title,
      ...(description === undefined ? {} : { description }),
      startTime,
      endTime,
    },
  };
}
