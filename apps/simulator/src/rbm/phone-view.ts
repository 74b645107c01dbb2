import type { PhoneCard, PhoneMessage, PhoneSuggestion } from '../phones/phone.ts';
import { type Action, type AgentMessage, type Card, cardsOf, type Suggestion } from './agent-message.ts';

/** What a phone shows of an agent's message. */
export function viewOf(message: AgentMessage): Pick<PhoneMessage, 'text' | 'cards' | 'suggestions'> {
  const { text, suggestions } = message.contentMessage;
  const cards = cardsOf(message);
  return {
    text:
      text ??
      cards
        .flatMap(({ title, description }) => [title, description])
        .filter(isWritten)
        .join('\n'),
    ...(cards.length === 0 ? {} : { cards: cards.map(cardView) }),
    ...(suggestions === undefined ? {} : { suggestions: suggestions.map(suggestionView) }),
  };
}

const isWritten = (line: string | undefined): line is string => line !== undefined;

const HEIGHTS = { SHORT: 'short', MEDIUM: 'medium', TALL: 'tall' } as const;

function cardView({ title, description, media, suggestions }: Card): PhoneCard {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(media === undefined
      ? {}
      : { media: { url: media.contentInfo.fileUrl, height: HEIGHTS[media.height] } }),
    ...(suggestions === undefined ? {} : { suggestions: suggestions.map(suggestionView) }),
  };
}

function suggestionView(suggestion: Suggestion): PhoneSuggestion {
  if ('reply' in suggestion) return { text: suggestion.reply.text, does: 'reply' };
  return { text: suggestion.action.text, ...deedOf(suggestion.action) };
}

function deedOf(action: Action): Omit<PhoneSuggestion, 'text'> {
  const { openUrlAction, dialAction, viewLocationAction, createCalendarEventAction } = action;
  if (openUrlAction !== undefined) return { does: 'openUrl', to: openUrlAction.url };
  if (dialAction !== undefined) return { does: 'dial', to: dialAction.phoneNumber };
  if (viewLocationAction !== undefined) {
    const { latLong, label } = viewLocationAction;
    return { does: 'viewLocation', to: label ?? `${latLong.latitude}, ${latLong.longitude}` };
  }
  if (createCalendarEventAction === undefined) return { does: 'shareLocation' };
  const { title, startTime, endTime } = createCalendarEventAction;
  return { does: 'calendar', to: `${title}, ${startTime} to ${endTime}` };
}
